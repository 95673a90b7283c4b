package io.quarkiverse.isolatedschema.deployment;

import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Map;
import java.util.Optional;

import javax.sql.DataSource;

import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Singleton;

import org.jboss.jandex.AnnotationTransformation;
import org.jboss.jandex.ClassInfo;
import org.jboss.jandex.DotName;

import io.agroal.api.AgroalDataSource;
import io.quarkiverse.isolatedschema.SchemaLease;
import io.quarkiverse.isolatedschema.runtime.IsolatedSchemaRecorder;
import io.quarkiverse.isolatedschema.runtime.LeaseManager;
import io.quarkiverse.isolatedschema.runtime.SchedulerJobs;
import io.quarkiverse.isolatedschema.runtime.boundary.CacheBoundary;
import io.quarkiverse.isolatedschema.runtime.boundary.HibernateBoundary;
import io.quarkiverse.isolatedschema.runtime.boundary.HibernateTables;
import io.quarkiverse.isolatedschema.runtime.boundary.JobInterceptor;
import io.quarkiverse.isolatedschema.runtime.boundary.RunOfJob;
import io.quarkiverse.isolatedschema.runtime.boundary.TransactionObserver;
import io.quarkiverse.isolatedschema.runtime.config.InternalKeys;
import io.quarkiverse.isolatedschema.runtime.config.RedirectedUrlConfigBuilder;
import io.quarkiverse.isolatedschema.runtime.provision.Run;
import io.quarkiverse.isolatedschema.runtime.straggler.JobRuns;
import io.quarkiverse.isolatedschema.runtime.test.MadeInItsLease;
import io.quarkiverse.isolatedschema.runtime.test.MadeInItsLeaseInterceptor;
import io.quarkiverse.isolatedschema.runtime.test.TestClassLeases;
import io.quarkiverse.isolatedschema.spi.BoundaryHook;
import io.quarkiverse.isolatedschema.spi.FixtureGenerator;
import io.quarkus.agroal.runtime.AgroalRecorder;
import io.quarkus.agroal.spi.JdbcDataSourceBuildItem;
import io.quarkus.arc.BeanDestroyer;
import io.quarkus.arc.deployment.AdditionalBeanBuildItem;
import io.quarkus.arc.deployment.AnnotationsTransformerBuildItem;
import io.quarkus.arc.deployment.SyntheticBeanBuildItem;
import io.quarkus.arc.deployment.UnremovableBeanBuildItem;
import io.quarkus.arc.processor.DotNames;
import io.quarkus.datasource.common.runtime.DataSourceUtil;
import io.quarkus.datasource.common.runtime.DatabaseKind;
import io.quarkus.deployment.Capabilities;
import io.quarkus.deployment.Capability;
import io.quarkus.deployment.annotations.BuildProducer;
import io.quarkus.deployment.annotations.BuildStep;
import io.quarkus.deployment.annotations.BuildSteps;
import io.quarkus.deployment.annotations.Consume;
import io.quarkus.deployment.annotations.ExecutionTime;
import io.quarkus.deployment.annotations.Produce;
import io.quarkus.deployment.annotations.Record;
import io.quarkus.deployment.builditem.ApplicationIndexBuildItem;
import io.quarkus.deployment.builditem.ApplicationStartBuildItem;
import io.quarkus.deployment.builditem.CombinedIndexBuildItem;
import io.quarkus.deployment.builditem.DevServicesResultBuildItem;
import io.quarkus.deployment.builditem.LaunchModeBuildItem;
import io.quarkus.deployment.builditem.RunTimeConfigBuilderBuildItem;
import io.quarkus.deployment.builditem.ShutdownContextBuildItem;
import io.quarkus.runtime.RuntimeValue;

/** Builds isolation into an application under test, if any of its test classes asks for it. */
@BuildSteps(onlyIf = IsolationEnabled.class)
class IsolatedSchemaProcessor {

    private static final List<DotName> SCHEDULED = List.of(DotName.createSimple("io.quarkus.scheduler.Scheduled"),
            DotName.createSimple("io.quarkus.scheduler.Scheduled$Schedules"));

    @BuildStep
    IsolationRequestedBuildItem decide(IsolatedSchemaBuildTimeConfig config, ApplicationIndexBuildItem application,
            CombinedIndexBuildItem combined, List<JdbcDataSourceBuildItem> dataSources) {
        boolean all = config.isolate() == IsolatedSchemaBuildTimeConfig.Isolate.ALL;
        boolean postgres = dataSources.stream().anyMatch(ds -> ds.isDefault() && isPostgres(ds));
        return postgres && requests(application, combined).any(all) ? new IsolationRequestedBuildItem(all) : null;
    }

    private static IsolationRequests requests(ApplicationIndexBuildItem application, CombinedIndexBuildItem combined) {
        return new IsolationRequests(application.getIndex(), combined.getComputingIndex());
    }

    /**
     * Without Postgres nothing is isolated. The classes that ask for it are told when they begin, and so have to be made,
     * with what is injected into them.
     */
    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void leaseOfNobody(Optional<IsolationRequestedBuildItem> requested, ApplicationIndexBuildItem application,
            CombinedIndexBuildItem combined, IsolatedSchemaRecorder recorder, BuildProducer<SyntheticBeanBuildItem> beans) {
        if (requested.isEmpty() && requests(application, combined).any(false)) {
            beans.produce(SyntheticBeanBuildItem.configure(SchemaLease.class).scope(Singleton.class).setRuntimeInit()
                    .supplier(recorder.noSchemaLease()).done());
        }
    }

    private static boolean isPostgres(JdbcDataSourceBuildItem dataSource) {
        return DatabaseKind.isPostgreSQL(dataSource.getDbKind());
    }

    /** Tells the test resource of a packaged application, which knows nothing of the index. */
    @BuildStep
    DevServicesResultBuildItem tellTestResource(Optional<IsolationRequestedBuildItem> requested) {
        return requested.map(item -> DevServicesResultBuildItem.discovered().feature("isolated-schema")
                .config(Map.of(InternalKeys.ISOLATED, "true")).build()).orElse(null);
    }

    @BuildStep
    void redirectUrl(Optional<IsolationRequestedBuildItem> requested,
            BuildProducer<RunTimeConfigBuilderBuildItem> configBuilders) {
        if (requested.isPresent()) {
            configBuilders.produce(new RunTimeConfigBuilderBuildItem(RedirectedUrlConfigBuilder.class));
        }
    }

    @BuildStep
    void beans(Optional<IsolationRequestedBuildItem> requested, Capabilities capabilities,
            BuildProducer<AdditionalBeanBuildItem> beans, BuildProducer<UnremovableBeanBuildItem> unremovable) {
        if (requested.isEmpty()) {
            return;
        }
        unremovable.produce(UnremovableBeanBuildItem.beanTypes(BoundaryHook.class, FixtureGenerator.class));
        beans.produce(AdditionalBeanBuildItem.unremovableOf(TransactionObserver.class));
        beans.produce(AdditionalBeanBuildItem.builder().addBeanClass(JobRuns.class)
                .setDefaultScope(DotNames.SINGLETON).setUnremovable().build());
        if (capabilities.isPresent(Capability.HIBERNATE_ORM)) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(HibernateBoundary.class));
            beans.produce(AdditionalBeanBuildItem.unremovableOf(HibernateTables.class));
        }
        if (capabilities.isPresent(Capability.CACHE)) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(CacheBoundary.class));
            unremovable.produce(UnremovableBeanBuildItem.beanTypes(DotName.createSimple(CacheBoundary.MANAGER)));
        }
        if (capabilities.isPresent(Capability.SCHEDULER)) {
            beans.produce(AdditionalBeanBuildItem.unremovableOf(SchedulerJobs.class));
        }
    }

    /** Both schedulers call methods that the annotation stands on. */
    @BuildStep
    void followJobs(Optional<IsolationRequestedBuildItem> requested, Capabilities capabilities,
            BuildProducer<AdditionalBeanBuildItem> beans, BuildProducer<AnnotationsTransformerBuildItem> transformers) {
        if (requested.isPresent() && capabilities.isPresent(Capability.SCHEDULER)) {
            beans.produce(new AdditionalBeanBuildItem(RunOfJob.class, JobInterceptor.class));
            transformers.produce(new AnnotationsTransformerBuildItem(AnnotationTransformation.forMethods()
                    .whenAnyMatch(SCHEDULED).transform(context -> context.add(RunOfJob.class))));
        }
    }

    @BuildStep
    void makeTestClassesInTheirLease(Optional<IsolationRequestedBuildItem> requested, ApplicationIndexBuildItem application,
            CombinedIndexBuildItem combined, BuildProducer<AdditionalBeanBuildItem> beans,
            BuildProducer<AnnotationsTransformerBuildItem> transformers) {
        if (requested.isEmpty()) {
            return;
        }
        boolean all = requested.get().all();
        IsolationRequests requests = requests(application, combined);
        beans.produce(new AdditionalBeanBuildItem(MadeInItsLease.class, MadeInItsLeaseInterceptor.class));
        transformers.produce(new AnnotationsTransformerBuildItem(AnnotationTransformation.forClasses()
                .whenClass(type -> application.getIndex().getClassByName(type.name()) != null && mayBeBean(type)
                        && requests.asks(type, all))
                .transform(context -> context.add(MadeInItsLease.class))));
    }

    /** Bindings on others, such as {@code @Nested} classes, are refused. */
    private static boolean mayBeBean(ClassInfo type) {
        return type.nestingType() == ClassInfo.NestingType.TOP_LEVEL
                || type.nestingType() == ClassInfo.NestingType.INNER && Modifier.isStatic(type.flags());
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    RunBuildItem openRun(Optional<IsolationRequestedBuildItem> requested,
            List<JdbcDataSourceBuildItem> dataSources, Capabilities capabilities, LaunchModeBuildItem launchMode,
            IsolatedSchemaRecorder recorder, ShutdownContextBuildItem shutdown) {
        if (requested.isEmpty()) {
            return null;
        }
        List<String> named = dataSources.stream().filter(ds -> !ds.isDefault() && isPostgres(ds))
                .map(JdbcDataSourceBuildItem::getName).sorted().toList();
        return new RunBuildItem(
                recorder.openRun(named, capabilities.isPresent(Capability.REACTIVE_PG_CLIENT),
                        capabilities.isPresent(Capability.FLYWAY), capabilities.isPresent(Capability.HIBERNATE_ORM),
                        serverGoes(launchMode), shutdown));
    }

    /** In continuous testing, Dev Services outlive the application of one run of the tests. */
    private static boolean serverGoes(LaunchModeBuildItem launchMode) {
        return !launchMode.isAuxiliaryApplication();
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    void syntheticBeans(Optional<RunBuildItem> opened, Optional<IsolationRequestedBuildItem> requested,
            Capabilities capabilities, LaunchModeBuildItem launchMode, IsolatedSchemaRecorder recorder, AgroalRecorder agroal,
            BuildProducer<SyntheticBeanBuildItem> beans) {
        if (opened.isEmpty()) {
            return;
        }
        RuntimeValue<Optional<Run>> run = opened.get().run();
        beans.produce(SyntheticBeanBuildItem.configure(LeaseManager.class).scope(Singleton.class).unremovable()
                .setRuntimeInit().destroyer(BeanDestroyer.AutoCloseableDestroyer.class)
                .createWith(recorder.leaseManager(run,
                        capabilities.isPresent(Capability.SCHEDULER), serverGoes(launchMode)))
                .done());
        beans.produce(SyntheticBeanBuildItem.configure(TestClassLeases.class).scope(Singleton.class).unremovable()
                .setRuntimeInit().supplier(recorder.testClassLeases(run, requested.get().all())).done());
        beans.produce(SyntheticBeanBuildItem.configure(SchemaLease.class).scope(Singleton.class).unremovable()
                .setRuntimeInit().supplier(recorder.schemaLease(run)).done());
        beans.produce(rebindableDataSource(recorder, agroal));
    }

    /** Priority 0 is above Quarkus's own bean, which has none, and below an application's mock, which has 1. */
    private static SyntheticBeanBuildItem rebindableDataSource(IsolatedSchemaRecorder recorder, AgroalRecorder agroal) {
        return SyntheticBeanBuildItem.configure(AgroalDataSource.class)
                .addType(DotName.createSimple(DataSource.class))
                .addType(DotName.createSimple(AgroalDataSource.class))
                .scope(ApplicationScoped.class).unremovable().setRuntimeInit().alternative(true).priority(0)
                .checkActive(agroal.agroalDataSourceCheckActiveSupplier(DataSourceUtil.DEFAULT_DATASOURCE_NAME))
                .createWith(recorder.dataSource()).done();
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    @Consume(ApplicationStartBuildItem.class)
    @Produce(BootedBuildItem.class)
    void finishBoot(Optional<RunBuildItem> run, Capabilities capabilities,
            IsolatedSchemaRecorder recorder) {
        run.ifPresent(item -> recorder.refuseOtherDataSources(item.run()));
        if (run.isPresent() && capabilities.isPresent(Capability.FLYWAY)) {
            recorder.migrate(run.get().run());
        }
    }

    @BuildStep
    @Record(ExecutionTime.RUNTIME_INIT)
    @Consume(BootedBuildItem.class)
    void capture(Optional<RunBuildItem> run, IsolatedSchemaRecorder recorder, ShutdownContextBuildItem shutdown) {
        run.ifPresent(item -> recorder.capture(item.run(), shutdown));
    }
}
