package io.quarkiverse.isolatedschema.runtime.postgres;

import java.security.SecureRandom;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The one place where the names of our databases and schemas are built and parsed.
 * <p>
 * Every name holds the 16 hexadecimal digits of the owner's {@link RunId}, so that a name alone tells which lock proves its
 * owner alive, even when its maker died before it could say more. 16 more are random, where a run makes several.
 */
public final class LeaseName {

    /** What the names of our databases match, as a regular expression of Java and of Postgres alike. */
    public static final String DATABASE_PATTERN = "^(test_(run_|tpl_)?[0-9a-f]{32}|isolated_schema_base_[0-9]+_[0-9a-f]{16})$";

    /** What the names of our schemas match, as a regular expression of Postgres. */
    public static final String SCHEMA_PATTERN = "^test_[0-9a-f]{32}$";

    private static final Pattern NAME = Pattern
            .compile("(?:test_(?:run_|tpl_)?(?=[0-9a-f]{32}$)|isolated_schema_base_[0-9]+_(?=[0-9a-f]{16}$))([0-9a-f]{16}).*");

    private static final SecureRandom RANDOM = new SecureRandom();

    private LeaseName() {
    }

    /**
     * @param owner the run that makes it
     * @return a new name for a template
     */
    public static String template(RunId owner) {
        return "test_tpl_" + unique(owner);
    }

    /**
     * @param owner the run that makes it
     * @return a new name for a lease: its schema, and in a database clone its database, too
     */
    public static String lease(RunId owner) {
        return "test_" + unique(owner);
    }

    /**
     * A run has one boot schema, and its name follows from the run alone, so that the search path can be set before the
     * schema exists.
     *
     * @param owner the run that boots in it
     * @return the name of its boot schema
     */
    public static String bootSchema(RunId owner) {
        return "test_" + owner + owner;
    }

    /**
     * A run has one run database, and its name follows from the run alone, so that the URL can be rewritten before the
     * database exists.
     *
     * @param owner the run that boots in it
     * @return the name of its run database
     */
    public static String runDatabase(RunId owner) {
        return "test_run_" + owner + owner;
    }

    /**
     * Named by number, because a name may be too long for a prefix, and a database made anew has another content.
     *
     * @param source the object identifier of a database on a server of ours
     * @return the name of its base copy, which belongs to no run: the server takes it along
     */
    public static String baseCopy(String source) {
        return "isolated_schema_base_" + source;
    }

    /**
     * @param source the object identifier of a database on a server of ours
     * @param owner the run that makes its base copy
     * @return the name of the base copy until it is complete
     */
    public static String unfinishedBaseCopy(String source, RunId owner) {
        return baseCopy(source) + "_" + owner;
    }

    /**
     * @param name the name of any database or schema
     * @return the run that made it, or empty when the name is none of ours
     */
    public static Optional<RunId> owner(String name) {
        Matcher matcher = NAME.matcher(name);
        return matcher.matches() ? Optional.of(RunId.parse(matcher.group(1))) : Optional.empty();
    }

    private static String unique(RunId owner) {
        return owner + "%016x".formatted(RANDOM.nextLong());
    }
}
