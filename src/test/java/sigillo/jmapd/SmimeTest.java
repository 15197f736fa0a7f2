package sigillo.jmapd;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.Email;
import sigillo.http.Asked;
import sigillo.smime.Authorities;
import sigillo.smime.Signer;
import tools.jackson.databind.JsonNode;

/** What Email/get and Email/query say of S/MIME: RFC 9219. What holds is tried by the tests of {@code smime}. */
@Tag("gate")
class SmimeTest {
    private static final String ASKED =
        "\"properties\": [\"smimeStatus\", \"smimeStatusAtDelivery\", \"smimeErrors\", \"smimeVerifiedAt\"]";
    private static final String OPENPGP =
        "From: anna@home.example\nContent-Type: multipart/signed; protocol=\"application/pgp-signature\";"
        + " boundary=b\n\n--b\n\nHello\n--b\nContent-Type: application/pgp-signature\n\nx\n--b--\n";
    private static final String ENCRYPTED =
        "From: anna@home.example\nContent-Type: application/pkcs7-mime; smime-type=enveloped-data\n\nAAAA\n";

    @TempDir
    Path folder;
    private final JmapHouse house = new JmapHouse();
    private String signed;

    @BeforeEach void certify() throws Exception {
        var signer = new Signer(folder);
        signer.certify("anna", "anna@home.example");
        signed = signer.sign("From: anna@home.example\nSubject: signed\n",
            "Content-Type: text/plain\n\nThe door is open.\n", "anna").replace("\r\n", "\n");
        house.authorities = Authorities.of(List.of(signer.certificate("root")));
    }

    @AfterEach void close() { house.close(); }

    private Email deposit(String message) { return house.deposit(List.of("INBOX"), message, Instant.now()); }

    private JsonNode got(Email email) {
        return house.call("Email/get", "{\"ids\": [\"" + email.id() + "\"], " + ASKED + "}").get("list").get(0);
    }

    private String found(String filter) {
        return house.call("Email/query", "{\"filter\": {" + filter
            + "}, \"sort\": [{\"property\": \"receivedAt\", \"isAscending\": true}]}").get("ids").toString();
    }

    private static String ids(Email... all) {
        return List.of(all).stream().map(one -> "\"" + one.id() + "\"").toList().toString().replace(", ", ",");
    }

    @Test void statusIsSaidAndSearchedFor() {
        assertTrue(house.json(house.ask(Asked.Method.GET, "/jmap/session", "")).get("accounts").get("anna")
            .get("accountCapabilities")
            .has("urn:ietf:params:jmap:smimeverify"));
        var good = deposit(signed);
        var bad = deposit(signed.replace("is open", "is shut"));
        var openPgp = deposit(OPENPGP);
        var encrypted = deposit(ENCRYPTED);
        var plain = deposit("From: anna@home.example\n\nHello\n");

        assertEquals("signed/verified", got(good).get("smimeStatus").asString());
        assertEquals("signed/verified", got(good).get("smimeStatusAtDelivery").asString());
        assertTrue(got(good).get("smimeErrors").isNull());
        assertTrue(got(good).get("smimeVerifiedAt").isString());
        assertEquals("signed/failed", got(bad).get("smimeStatus").asString());
        assertEquals("[\"The message is not what was signed.\"]", got(bad).get("smimeErrors").toString());
        for (var one : List.of(openPgp, encrypted)) assertEquals("unknown", got(one).get("smimeStatus").asString());
        for (var name : List.of("smimeStatus", "smimeStatusAtDelivery", "smimeErrors", "smimeVerifiedAt")) assertTrue(got(plain).get(name).isNull(), name);

        assertEquals(ids(good, bad, encrypted), found("\"hasSmime\": true"));
        assertEquals(ids(openPgp, plain), found("\"hasSmime\": false"));
        assertEquals(ids(good), found("\"hasVerifiedSmime\": true"));
        assertEquals(ids(bad), found("\"hasVerifiedSmimeAtDelivery\": false, \"hasSmime\": true, \"text\": \"shut\""));
    }

    @Test void noOtherMessageIsReadForIt() {
        var got = house.call("Email/get", "{\"ids\": [\"" + deposit("From: a@b.example\n\nHello\n").id() + "\"]}")
            .get("list").get(0);
        assertEquals(false, got.has("smimeStatus"), "RFC 9219 section 4.1: only where it is asked for");
    }
}
