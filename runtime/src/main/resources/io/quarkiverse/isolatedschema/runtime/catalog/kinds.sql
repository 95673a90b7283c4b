-- What a schema holds, one query per kind of object, each with the columns object and definition.
--
-- They run with an empty search path, so that every name but those of Postgres itself prints with its schema; ':schema'
-- is the schema's oid. A column that not all servers from 10 to 18 have is read through to_jsonb, or in a query for the
-- servers since or until a version. Kinds come in the order in which differences are told: causes before what follows from
-- them. Triggers that are internal but of no constraint are those of partitions before 15.

-- kind: extension
select e.extname, e.extversion from pg_extension e where e.extnamespace = :schema

-- kind: type
select t.typname, concat_ws('; ',
    case t.typtype when 'e' then 'enum' when 'c' then 'composite' when 'd' then 'domain' when 'r' then 'range'
        else 'base ' || (to_jsonb(t) - '{oid,typname,typnamespace,typowner,typrelid,typelem,typarray,typbasetype,typcollation,typacl,typdefaultbin}'::text[])::text end,
    (select string_agg(quote_literal(e.enumlabel), ', ' order by e.enumsortorder) from pg_enum e where e.enumtypid = t.oid),
    case when t.typtype = 'd' then format_type(t.typbasetype, t.typtypmod) end,
    case when t.typtype = 'd' and t.typcollation <> 0 then 'collate ' || (select format('%I.%I', n.nspname, l.collname)
        from pg_collation l join pg_namespace n on n.oid = l.collnamespace where l.oid = t.typcollation) end,
    case when t.typtype = 'd' and t.typnotnull then 'not null' end,
    'default ' || t.typdefault,
    (select concat_ws(' ', format_type(r.rngsubtype, null), 
            (select format('collate %I.%I', n.nspname, l.collname) from pg_collation l join pg_namespace n on n.oid = l.collnamespace
                where l.oid = r.rngcollation),
            (select format('%I.%I', n.nspname, o.opcname) from pg_opclass o join pg_namespace n on n.oid = o.opcnamespace
                where o.oid = r.rngsubopc),
            r.rngcanonical, r.rngsubdiff, format_type((to_jsonb(r) ->> 'rngmultitypid')::oid, null))
        from pg_range r where r.rngtypid = t.oid))
from pg_type t
where t.typnamespace = :schema and t.typtype <> 'm'
    and not exists (select from pg_class c where c.oid = t.typrelid and c.relkind <> 'c')
    and not exists (select from pg_type e where e.typarray = t.oid)

-- kind: collation
select c.collname, (to_jsonb(c) - '{oid,collname,collnamespace,collowner}'::text[])::text
from pg_collation c where c.collnamespace = :schema

-- kind: table
select c.relname, concat_ws('; ',
    case c.relkind when 'f' then 'foreign table' when 'p' then 'partitioned by ' || pg_get_partkeydef(c.oid) else 'table' end,
    case c.relpersistence when 'u' then 'unlogged' end,
    'of ' || nullif(c.reloftype, 0)::regtype::text,
    'access method ' || (select a.amname from pg_am a where a.oid = c.relam),
    'options ' || c.reloptions::text,
    'toast options ' || (select t.reloptions::text from pg_class t where t.oid = c.reltoastrelid),
    'tablespace ' || (select s.spcname from pg_tablespace s where s.oid = c.reltablespace),
    'inherits ' || (select string_agg(i.inhparent::regclass::text, ', ' order by i.inhseqno) from pg_inherits i where i.inhrelid = c.oid),
    'partition ' || pg_get_expr(c.relpartbound, c.oid),
    case when c.relrowsecurity then 'row level security' end,
    case when c.relforcerowsecurity then 'forced row level security' end,
    case when c.relkind in ('r', 'p') then 'replica identity ' || c.relreplident::text end,
    (select concat_ws(' ', 'server', s.srvname, f.ftoptions::text) from pg_foreign_table f join pg_foreign_server s on s.oid = f.ftserver
        where f.ftrelid = c.oid))
from pg_class c where c.relnamespace = :schema and c.relkind in ('r', 'p', 'f')

-- kind: column
select format('%s.%s', c.relname, a.attname), concat_ws(' ',
    'number ' || row_number() over (partition by a.attrelid order by a.attnum),
    format_type(a.atttypid, a.atttypmod),
    case when a.attcollation <> t.typcollation then 'collate ' || (select format('%I.%I', n.nspname, l.collname)
        from pg_collation l join pg_namespace n on n.oid = l.collnamespace where l.oid = a.attcollation) end,
    case when a.attnotnull then 'not null' end,
    case j.attribute ->> 'attgenerated' when 's' then 'generated stored' when 'v' then 'generated virtual' end,
    'default ' || pg_get_expr(d.adbin, d.adrelid),
    'identity ' || nullif(a.attidentity::text, ''),
    case when a.attstorage <> t.typstorage then 'storage ' || a.attstorage::text end,
    'compression ' || nullif(j.attribute ->> 'attcompression', ''),
    'statistics ' || nullif(j.attribute ->> 'attstattarget', '-1'),
    case when not a.attislocal then 'not local' end,
    'inherited ' || nullif(a.attinhcount, 0),
    'options ' || a.attoptions::text,
    'foreign options ' || a.attfdwoptions::text)
from pg_class c join pg_attribute a on a.attrelid = c.oid join pg_type t on t.oid = a.atttypid
    left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
    cross join lateral (select to_jsonb(a) as attribute) j
where c.relnamespace = :schema and c.relkind in ('r', 'p', 'f', 'v', 'm', 'c') and a.attnum > 0 and not a.attisdropped

-- kind: sequence
select c.relname, concat_ws('; ', format_type(s.seqtypid, null), 'start ' || s.seqstart, 'increment ' || s.seqincrement,
    'from ' || s.seqmin, 'to ' || s.seqmax, 'cache ' || s.seqcache, case when s.seqcycle then 'cycle' end,
    'persistence ' || c.relpersistence::text,
    (select case d.deptype when 'i' then 'identity of ' else 'owned by ' end
            || format('%s.%I', d.refobjid::regclass, a.attname)
        from pg_depend d join pg_attribute a on a.attrelid = d.refobjid and a.attnum = d.refobjsubid
        where d.classid = 'pg_class'::regclass and d.objid = c.oid and d.refclassid = 'pg_class'::regclass
            and d.deptype in ('a', 'i')))
from pg_sequence s join pg_class c on c.oid = s.seqrelid where c.relnamespace = :schema

-- kind: constraint
select format('%s.%s', coalesce(c.relname, t.typname), o.conname), concat_ws('; ', pg_get_constraintdef(o.oid),
    case when not o.conislocal then 'not local' end,
    'inherited ' || nullif(o.coninhcount, 0))
from pg_constraint o left join pg_class c on c.oid = o.conrelid left join pg_type t on t.oid = o.contypid
where o.connamespace = :schema

-- kind: index
select c.relname, concat_ws('; ', pg_get_indexdef(c.oid),
    case when not i.indisvalid then 'not valid' end,
    case when not i.indisready then 'not ready' end,
    case when i.indisclustered then 'clustered' end,
    case when i.indisreplident then 'replica identity' end,
    'tablespace ' || (select s.spcname from pg_tablespace s where s.oid = c.reltablespace),
    'part of ' || (select h.inhparent::regclass::text from pg_inherits h where h.inhrelid = c.oid),
    (select 'statistics ' || string_agg(a.attnum || ': ' || (to_jsonb(a) ->> 'attstattarget'), ', ' order by a.attnum)
        from pg_attribute a where a.attrelid = c.oid and (to_jsonb(a) ->> 'attstattarget')::int >= 0))
from pg_index i join pg_class c on c.oid = i.indexrelid where c.relnamespace = :schema

-- kind: view
select c.relname, concat_ws('; ', pg_get_viewdef(c.oid), 'options ' || c.reloptions::text)
from pg_class c where c.relnamespace = :schema and c.relkind = 'v'

-- kind: materialized view
select c.relname, concat_ws('; ', pg_get_viewdef(c.oid), 'options ' || c.reloptions::text,
    case when not c.relispopulated then 'not populated' end,
    'access method ' || (select a.amname from pg_am a where a.oid = c.relam),
    'tablespace ' || (select s.spcname from pg_tablespace s where s.oid = c.reltablespace))
from pg_class c where c.relnamespace = :schema and c.relkind = 'm'

-- kind: function
select format('%s(%s)', p.proname, pg_get_function_identity_arguments(p.oid)), pg_get_functiondef(p.oid)
from pg_proc p where p.pronamespace = :schema and not exists (select from pg_aggregate a where a.aggfnoid = p.oid)
    and coalesce(to_jsonb(p) ->> 'prokind', 'f') <> 'p'

-- kind: procedure
select format('%s(%s)', p.proname, pg_get_function_identity_arguments(p.oid)), pg_get_functiondef(p.oid)
from pg_proc p where p.pronamespace = :schema and to_jsonb(p) ->> 'prokind' = 'p'

-- kind: aggregate
select format('%s(%s)', p.proname, pg_get_function_identity_arguments(p.oid)), concat_ws('; ', pg_get_function_arguments(p.oid),
    pg_get_function_result(p.oid), format_type(a.aggtranstype, null), nullif(format_type(a.aggmtranstype, null), '-'),
    'sort ' || nullif(a.aggsortop, 0)::regoperator::text, 'parallel ' || p.proparallel::text,
    (to_jsonb(a) - '{aggfnoid,aggtranstype,aggmtranstype,aggsortop}'::text[])::text)
from pg_aggregate a join pg_proc p on p.oid = a.aggfnoid where p.pronamespace = :schema

-- kind: operator
select format('%s(%s, %s)', o.oprname, nullif(o.oprleft, 0)::regtype, nullif(o.oprright, 0)::regtype), concat_ws('; ',
    format_type(o.oprresult, null), o.oprcode, 'commutator ' || nullif(o.oprcom, 0)::regoperator::text,
    'negator ' || nullif(o.oprnegate, 0)::regoperator::text, 'restrict ' || o.oprrest::text, 'join ' || o.oprjoin::text,
    case when o.oprcanmerge then 'merges' end, case when o.oprcanhash then 'hashes' end)
from pg_operator o where o.oprnamespace = :schema

-- kind: operator class
select format('%s using %s', o.opcname, a.amname), concat_ws('; ', o.opcintype::regtype, case when o.opcdefault then 'default' end,
    'key ' || nullif(o.opckeytype, 0)::regtype::text, 'family ' || format('%I.%I', n.nspname, f.opfname))
from pg_opclass o join pg_am a on a.oid = o.opcmethod join pg_opfamily f on f.oid = o.opcfamily
    join pg_namespace n on n.oid = f.opfnamespace where o.opcnamespace = :schema

-- kind: operator family
select format('%s using %s', f.opfname, a.amname), concat_ws('; ',
    (select string_agg(format('%s %s %s', o.amopstrategy, o.amoppurpose, o.amopopr::regoperator), ', '
            order by o.amopstrategy, o.amopopr::regoperator::text) from pg_amop o where o.amopfamily = f.oid),
    (select string_agg(format('%s %s %s %s', p.amprocnum, p.amproclefttype::regtype, p.amprocrighttype::regtype, p.amproc::regprocedure), ', '
            order by p.amprocnum, p.amproclefttype::regtype::text, p.amprocrighttype::regtype::text)
        from pg_amproc p where p.amprocfamily = f.oid))
from pg_opfamily f join pg_am a on a.oid = f.opfmethod where f.opfnamespace = :schema

-- kind: cast
select format('%s as %s', c.castsource::regtype, c.casttarget::regtype),
    concat_ws('; ', nullif(c.castfunc, 0)::regprocedure, 'context ' || c.castcontext::text, 'method ' || c.castmethod::text)
from pg_cast c where exists (select from pg_type t where t.oid in (c.castsource, c.casttarget) and t.typnamespace = :schema)
    or exists (select from pg_proc p where p.oid = c.castfunc and p.pronamespace = :schema)

-- kind: text search dictionary
select d.dictname, concat_ws('; ', format('%I.%I', n.nspname, t.tmplname), d.dictinitoption)
from pg_ts_dict d join pg_ts_template t on t.oid = d.dicttemplate join pg_namespace n on n.oid = t.tmplnamespace
where d.dictnamespace = :schema

-- kind: text search configuration
select c.cfgname, concat_ws('; ', format('%I.%I', n.nspname, p.prsname),
    (select string_agg(format('%s to %s', m.maptokentype, m.mapdict::regdictionary), ', ' order by m.maptokentype, m.mapseqno)
        from pg_ts_config_map m where m.mapcfg = c.oid))
from pg_ts_config c join pg_ts_parser p on p.oid = c.cfgparser join pg_namespace n on n.oid = p.prsnamespace
where c.cfgnamespace = :schema

-- kind: text search parser
select p.prsname, (to_jsonb(p) - '{oid,prsname,prsnamespace}'::text[])::text from pg_ts_parser p where p.prsnamespace = :schema

-- kind: text search template
select t.tmplname, (to_jsonb(t) - '{oid,tmplname,tmplnamespace}'::text[])::text from pg_ts_template t where t.tmplnamespace = :schema

-- kind: conversion
select c.conname, (to_jsonb(c) - '{oid,conname,connamespace,conowner}'::text[])::text from pg_conversion c where c.connamespace = :schema

-- kind: trigger
select format('%s.%s', c.relname, t.tgname), concat_ws('; ', pg_get_triggerdef(t.oid), 'enabled ' || t.tgenabled::text)
from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = :schema and (not t.tgisinternal or t.tgconstraint = 0)

-- kind: trigger of a constraint
select format('%s.%s', c.relname, o.conname), string_agg(distinct 'enabled ' || t.tgenabled::text, ', ')
from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_constraint o on o.oid = t.tgconstraint
where c.relnamespace = :schema and t.tgisinternal group by 1

-- kind: rule
select format('%s.%s', c.relname, r.rulename), concat_ws('; ', pg_get_ruledef(r.oid), 'enabled ' || r.ev_enabled::text)
from pg_rewrite r join pg_class c on c.oid = r.ev_class where c.relnamespace = :schema and r.rulename <> '_RETURN'

-- kind: policy
select format('%s.%s', c.relname, p.polname), concat_ws('; ', 'for ' || p.polcmd::text, case when p.polpermissive then 'permissive' else 'restrictive' end,
    'to ' || (select string_agg(case r when 0 then 'public' else pg_get_userbyid(r)::text end, ', ' order by 1) from unnest(p.polroles) r),
    'using ' || pg_get_expr(p.polqual, p.polrelid), 'with check ' || pg_get_expr(p.polwithcheck, p.polrelid))
from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = :schema

-- kind: extended statistics
select s.stxname, concat_ws('; ', pg_get_statisticsobjdef(s.oid), 'target ' || nullif(to_jsonb(s) ->> 'stxstattarget', '-1'))
from pg_statistic_ext s where s.stxnamespace = :schema

-- kind: publication of the table
-- until: 14
select format('%s in %s', c.relname, p.pubname), 'published'
from pg_publication_rel r join pg_publication p on p.oid = r.prpubid join pg_class c on c.oid = r.prrelid where c.relnamespace = :schema

-- kind: publication of the table
-- since: 15
select format('%s in %s', c.relname, p.pubname), concat_ws('; ', 'published', pg_get_expr(r.prqual, r.prrelid),
    'columns ' || (select string_agg(a.attname, ', ' order by a.attnum) from pg_attribute a
        where a.attrelid = c.oid and a.attnum = any (r.prattrs)))
from pg_publication_rel r join pg_publication p on p.oid = r.prpubid join pg_class c on c.oid = r.prrelid where c.relnamespace = :schema

-- kind: publication of the schema
-- since: 15
select p.pubname, 'published' from pg_publication_namespace n join pg_publication p on p.oid = n.pnpubid where n.pnnspid = :schema

-- kind: owner
select format('%s %s', i.type, i.identity), case when o.owner = n.nspowner then 'owner of the schema' else pg_get_userbyid(o.owner)::text end
from :objects o cross join lateral pg_identify_object(o.classid, o.objid, 0) i, pg_namespace n
where n.oid = :schema and o.owner is not null

-- kind: grants
select a.object, string_agg(format('%s to %s%s%s', e.privilege_type,
        case e.grantee when 0 then 'public' when a.owner then 'the owner' else pg_get_userbyid(e.grantee)::text end,
        case when e.is_grantable and e.grantee <> a.owner then ' with grant option' end,
        case when e.grantor <> a.owner then ' by ' || pg_get_userbyid(e.grantor) end), ', '
    order by e.privilege_type, e.grantee = a.owner, pg_get_userbyid(e.grantee), e.grantor)
from (select 'schema' as object, nspowner as owner, coalesce(nspacl, acldefault('n', nspowner)) as acl from pg_namespace where oid = :schema
    union all select format('%s %s', case relkind when 'S' then 'sequence' else 'table' end, relname), relowner,
            coalesce(relacl, acldefault(case relkind when 'S' then 's' else 'r' end::"char", relowner))
        from pg_class where relnamespace = :schema and relkind in ('r', 'p', 'f', 'v', 'm', 'S')
    union all select format('column %s.%s', c.relname, a.attname), c.relowner, a.attacl
        from pg_class c join pg_attribute a on a.attrelid = c.oid where c.relnamespace = :schema and a.attacl is not null
    union all select 'function ' || oid::regprocedure, proowner, coalesce(proacl, acldefault('f', proowner))
        from pg_proc where pronamespace = :schema
    union all select 'type ' || typname, typowner, coalesce(typacl, acldefault('T', typowner))
        from pg_type t where typnamespace = :schema and not exists (select from pg_class c where c.oid = t.typrelid and c.relkind <> 'c')
            and not exists (select from pg_type e where e.typarray = t.oid)) a
    cross join lateral aclexplode(a.acl) e
group by a.object

-- kind: default privileges
select format('%s of %s', case d.defaclobjtype when 'r' then 'tables' when 'S' then 'sequences' when 'f' then 'functions' when 'T' then 'types'
        else d.defaclobjtype::text end, case when d.defaclrole = n.nspowner then 'the owner' else pg_get_userbyid(d.defaclrole)::text end),
    (select string_agg(format('%s to %s%s', e.privilege_type, case e.grantee when 0 then 'public' else pg_get_userbyid(e.grantee)::text end,
        case when e.is_grantable then ' with grant option' end), ', ' order by e.privilege_type, pg_get_userbyid(e.grantee))
        from aclexplode(d.defaclacl) e)
from pg_default_acl d join pg_namespace n on n.oid = d.defaclnamespace where n.oid = :schema

-- kind: comment
select format('%s %s', i.type, i.identity), d.description
from :objects o join pg_description d on d.classoid = o.classid and d.objoid = o.objid
    cross join lateral pg_identify_object(d.classoid, d.objoid, d.objsubid) i

-- define: objects
(select 'pg_class'::regclass::oid as classid, oid as objid, case when relkind in ('i', 'I') then null else relowner end as owner
        from pg_class where relnamespace = :schema and relkind <> 'c'
    union all select 'pg_proc'::regclass, oid, proowner from pg_proc where pronamespace = :schema
    union all select 'pg_type'::regclass, oid, typowner from pg_type t where typnamespace = :schema
        and not exists (select from pg_class c where c.oid = t.typrelid and c.relkind <> 'c')
        and not exists (select from pg_type e where e.typarray = t.oid)
    union all select 'pg_class'::regclass, oid, null from pg_class where relnamespace = :schema and relkind = 'c'
    union all select 'pg_collation'::regclass, oid, collowner from pg_collation where collnamespace = :schema
    union all select 'pg_conversion'::regclass, oid, conowner from pg_conversion where connamespace = :schema
    union all select 'pg_operator'::regclass, oid, oprowner from pg_operator where oprnamespace = :schema
    union all select 'pg_opclass'::regclass, oid, opcowner from pg_opclass where opcnamespace = :schema
    union all select 'pg_opfamily'::regclass, oid, opfowner from pg_opfamily where opfnamespace = :schema
    union all select 'pg_ts_dict'::regclass, oid, dictowner from pg_ts_dict where dictnamespace = :schema
    union all select 'pg_ts_config'::regclass, oid, cfgowner from pg_ts_config where cfgnamespace = :schema
    union all select 'pg_ts_parser'::regclass, oid, null from pg_ts_parser where prsnamespace = :schema
    union all select 'pg_ts_template'::regclass, oid, null from pg_ts_template where tmplnamespace = :schema
    union all select 'pg_statistic_ext'::regclass, oid, stxowner from pg_statistic_ext where stxnamespace = :schema
    union all select 'pg_constraint'::regclass, oid, null from pg_constraint where connamespace = :schema
    union all select 'pg_trigger'::regclass, t.oid, null from pg_trigger t join pg_class c on c.oid = t.tgrelid where c.relnamespace = :schema
    union all select 'pg_rewrite'::regclass, r.oid, null from pg_rewrite r join pg_class c on c.oid = r.ev_class where c.relnamespace = :schema
    union all select 'pg_policy'::regclass, p.oid, null from pg_policy p join pg_class c on c.oid = p.polrelid where c.relnamespace = :schema
    union all select 'pg_cast'::regclass, c.oid, null from pg_cast c join pg_type t on t.oid in (c.castsource, c.casttarget)
        where t.typnamespace = :schema)
