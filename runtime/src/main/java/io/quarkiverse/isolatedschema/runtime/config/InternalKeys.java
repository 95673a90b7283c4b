package io.quarkiverse.isolatedschema.runtime.config;

import java.util.Set;

/**
 * Configuration keys by which the parts of this extension tell each other things across class loaders and processes.
 * They don't start with {@code quarkus.}, so that Quarkus does not report them as unknown; nobody is meant to set them.
 */
public final class InternalKeys {

    /** The identity of the run: 16 hexadecimal digits, told by the test resource to the application. */
    public static final String RUN = "isolated-schema.internal.run";

    /** Whether some test class asks for isolation, told by the augmentation to the test resource. */
    public static final String ISOLATED = "isolated-schema.internal.isolated";

    /**
     * The JDBC URL of the server of ours, told by the Dev Service to the application. It may run although the application
     * ends up with another URL, that of its own test resource, so only a datasource on that very server is on ours.
     */
    public static final String SERVER_OF_OURS = "isolated-schema.internal.server-of-ours";

    /**
     * The file beside the data of the embedded server that says until when it stays up, told by the Dev Service, though there
     * is none yet. It is told of an embedded server alone.
     */
    public static final String KEPT_UNTIL_FILE = "isolated-schema.internal.kept-until-file";

    /** For how long that server stays up after the run if something is kept, told by the Dev Service if it does. */
    public static final String KEEP_SERVER = "isolated-schema.internal.keep-server";

    /**
     * How many connections the pools of the application may have together, told by the Dev Service of a server that other JVMs
     * use as well. Such a server outlives the run, so that the run has to drop what it made.
     */
    public static final String CONNECTIONS = "isolated-schema.internal.connections";

    /** The file from which psql reads the password of the application's role, told by the Dev Service if it made one. */
    public static final String PASS_FILE = "isolated-schema.internal.pass-file";

    /** Where the run takes place, as {@link Placement} writes it; told by the configuration itself. */
    public static final String PLACEMENT = "isolated-schema.internal.placement";

    /** Put before the key of a URL, it answers with the URL as it was before it was redirected. */
    public static final String ORIGINAL = "isolated-schema.internal.original.";

    /** The keys of the default datasource's JDBC URL. */
    public static final Set<String> JDBC_URL = Set.of("quarkus.datasource.jdbc.url",
            "quarkus.datasource.\"<default>\".jdbc.url");

    private InternalKeys() {
    }
}
