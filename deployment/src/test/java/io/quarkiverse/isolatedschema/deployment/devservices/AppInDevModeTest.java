package io.quarkiverse.isolatedschema.deployment.devservices;

import static io.restassured.RestAssured.get;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

import io.quarkus.test.QuarkusDevModeTest;

class AppInDevModeTest {

    @RegisterExtension
    static final QuarkusDevModeTest app = new QuarkusDevModeTest()
            .withApplicationRoot(jar -> jar.addClasses(ServerResource.class, Rows.class)
                    .addAsResource(new org.jboss.shrinkwrap.api.asset.StringAsset(""), "application.properties"));

    @Test
    void keepsItsServerOverReloadsUntilSettingsChange() {
        String first = get("/server").then().statusCode(200).extract().asString();
        assertThat(first).startsWith("first quarkus ");

        app.modifySourceFile(ServerResource.class, source -> source.replace("\"first \"", "\"second \""));
        String second = get("/server").then().statusCode(200).extract().asString();
        assertThat(second).isEqualTo(first.replace("first", "second"));

        app.modifyResourceFile("application.properties", text -> "quarkus.datasource.devservices.db-name=shop");
        String third = get("/server").then().statusCode(200).extract().asString();
        assertThat(third).startsWith("second shop ").isNotEqualTo(second.replace("quarkus", "shop"));
    }
}
