package sigillo.main.config;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Test;

class ConfigDraftTest {
    private static ConfigDraft draft(String text) { return new ConfigDraft(Path.of("/etc/sigillo/sigillo.toml"), text); }

    private record Case(String before, String table, String key, String value, String after) {}

    @TestFactory Stream<DynamicTest> aSettingComesWhereItBelongs() {
        return Stream.of(
            new Case("", "", "hostname", "\"a.b\"", "hostname = \"a.b\"\n"),
            new Case("# mine\ndata = \"/d\"\n[log]\n", "", "hostname", "\"a.b\"", "hostname = \"a.b\"\n# mine\ndata = \"/d\"\n[log]\n"),
            new Case("hostname = \"old\" # why\n", "", "hostname", "\"new\"", "hostname = \"new\"\n"),
            new Case("data = \"/d\"\n", "acme", "agree_to_terms", "true", "data = \"/d\"\n\n[acme]\nagree_to_terms = true\n"),
            new Case("[acme]\ncontact = \"a@b.c\"\n[acme.dns]\nkey = \"k\"\n", "acme", "key", "\"rsa\"", "[acme]\nkey = \"rsa\"\ncontact = \"a@b.c\"\n[acme.dns]\nkey = \"k\"\n"),
            new Case("[ acme . dns ] # ours\nkey = \"k\"\n", "acme.dns", "key", "\"l\"", "[ acme . dns ] # ours\nkey = \"l\"\n"))
            .map(one -> DynamicTest.dynamicTest(one.table + " " + one.key + " into " + one.before.length(),
                () -> assertEquals(one.after, draft(one.before).with(one.table, one.key, one.value).text())));
    }

    @Test void whatIsPutTogetherIsReadAsAnyOther() {
        var whole = draft("data = \"/d\"\n").with("", "hostname", "\"mail.home.example\"").with("acme", "agree_to_terms", "true");
        assertInstanceOf(ConfigFile.Outcome.Right.class, whole.outcome());
        assertInstanceOf(ConfigFile.Outcome.Wrong.class, whole.with("acme", "contact", Shown.quoted("\"\n[x]")).outcome());
        assertTrue(whole.has("acme.agree_to_terms") && !whole.has("acme.contact"));
        assertFalse(draft("hostname = ").has("hostname"), "no TOML");
    }
}
