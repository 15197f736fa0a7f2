package sigillo.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import sigillo.base.Bytes;
import sigillo.sasl.SaslExchange.Next;

class OAuthBearerTest {
    private static final Bytes REFUSAL = Bytes.utf8("{\"status\":\"invalid_token\"}");
    private static final Bytes OUT_OF_SCOPE = Bytes.utf8("{\"status\":\"insufficient_scope\"}");

    private static Next on(String message) { return new OAuthBearer(BearerHelp.NONE).on(Bytes.utf8(message)); }

    @Test void tokens() {
        assertEquals(new Next.Bearer(Optional.of("anna@b.example"), "abc=", REFUSAL, OUT_OF_SCOPE), on("n,a=anna@b.example,\1host=b.example\1port=143\1auth=Bearer abc=\1\1"));
        assertEquals(new Next.Bearer(Optional.empty(), "a.b-c", REFUSAL, OUT_OF_SCOPE), on("y,,\1auth=bearer a.b-c\1\1"));
    }

    @Test void withoutATokenTheClientIsTold() {
        assertEquals(new Next.Unproved("", REFUSAL), on("n,,\1host=b.example\1\1"));
        assertEquals(new Next.Unproved("", REFUSAL), on("n,,\1auth=\1\1"));
        assertEquals(new Next.Unproved("", REFUSAL), on("n,,\1xauth=Bearer abc\1\1"));
    }

    @Test void whatIsNoMessage() {
        for (var said : List.of("", "\1", "n,,", "n,,\1auth=Bearer abc", "n,,\1auth=Bearer abc\1", "p=tls-exporter,,\1auth=Bearer abc\1\1", "n,a=x\0y,\1auth=Bearer abc\1\1x"))
            assertInstanceOf(Next.Malformed.class, on(said), said);
    }

    @Test void tokensAreNotShown() { assertFalse(on("n,,\1auth=Bearer secret\1\1").toString().contains("secret")); }

    @Test void whoFailsIsToldWhereTokensAre() {
        var help = new BearerHelp(Optional.of("urn:x:mail"), Optional.of("https://b.example/x"));
        var told = (Next.Bearer) new OAuthBearer(help).on(Bytes.utf8("n,,\1auth=Bearer abc\1\1"));
        var where = ",\"scope\":\"urn:x:mail\",\"openid-configuration\":\"https://b.example/x\"}";
        assertEquals(Bytes.utf8("{\"status\":\"invalid_token\"" + where), told.refusal());
        assertEquals(Bytes.utf8("{\"status\":\"insufficient_scope\"" + where), told.outOfScope());
    }

    // ---- what came before it ----

    private static Next onXOAuth2(String message) {
        return new XOAuth2(new BearerHelp(Optional.of("urn:x:mail"), Optional.empty())).on(Bytes.utf8(message));
    }

    @Test void xoauth2() {
        var refusal = Bytes.utf8("{\"status\":\"401\",\"schemes\":\"Bearer\",\"scope\":\"urn:x:mail\"}");
        var outOfScope = Bytes.utf8("{\"status\":\"403\",\"schemes\":\"Bearer\",\"scope\":\"urn:x:mail\"}");
        assertEquals(new Next.Bearer(Optional.of("anna@b.example"), "abc=", refusal, outOfScope), onXOAuth2("user=anna@b.example\1auth=Bearer abc=\1\1"));
        for (var said : List.of("", "user=\1auth=Bearer abc\1\1", "user=a\1auth=Bearer\1\1", "user=a\1auth=Bearer abc\1", "user=a\1auth=Bearer abc\1\1x",
                "user=a\1auth=Basic abc\1\1", "n,,\1auth=Bearer abc\1\1", "user=" + "a".repeat(5_000) + "\1auth=Bearer abc\1\1"))
            assertInstanceOf(Next.Malformed.class, onXOAuth2(said), said);
    }
}
