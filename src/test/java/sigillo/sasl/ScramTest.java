package sigillo.sasl;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.base.Bytes;
import sigillo.sasl.SaslExchange.Next;

class ScramTest {
    /** RFC 7677 section 3 */
    private static final Bytes SALT = Bytes.wrap(Base64.getDecoder().decode("W22ZaJ0SNY7soEsUEjb6gQ=="));
    private static final String SERVER_NONCE = "%hvYDpWUa2RaTCAfuxFIlj)hNlF$k0";
    private static final String NONCE = "rOprNGfwEbeRWgbNEkqO" + SERVER_NONCE;
    private static final Bytes EXPORTER = Bytes.utf8("32 octets of the TLS connection.");

    private static final ScramHash.Derived PENCIL = ScramHash.derive("pencil", SALT, 4096);
    private static final ScramHash.Derived OTHER = ScramHash.derive("crayon", SALT, 4096);
    private static final ScramKeys KEYS = new ScramKeys(SALT, 4096, List.of(
        new ScramKeys.Candidate(1, OTHER.storedKey(), OTHER.serverKey()), new ScramKeys.Candidate(2, PENCIL.storedKey(), PENCIL.serverKey())));

    @Test void theExampleOfTheStandard() {
        var scram = new Scram(ChannelBinding.offered(Optional.empty()), () -> SERVER_NONCE);
        assertEquals("r=" + NONCE + ",s=W22ZaJ0SNY7soEsUEjb6gQ==,i=4096", challenge(scram, "n,,n=user,r=rOprNGfwEbeRWgbNEkqO"));
        var proved = assertInstanceOf(Next.Proved.class, scram.on(Bytes.utf8("c=biws,r=" + NONCE + ",p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=")));
        assertEquals(Bytes.utf8("v=6rriTRBi23WpRR/wtup+mMhUZUn/dB5nLTJRsjl95G4="), proved.last());
        assertEquals(2, proved.candidate().number());
        assertArrayEquals(PENCIL.clientKey(), proved.clientKey(), "what opens the slot comes out of the proof");
        assertInstanceOf(Next.Malformed.class, scram.on(Bytes.EMPTY), "nothing follows");
    }

    private static String challenge(Scram scram, String first) {
        var keys = assertInstanceOf(Next.Keys.class, scram.on(Bytes.utf8(first)));
        return assertInstanceOf(Next.Ask.class, keys.then().apply(KEYS)).challenge().toUtf8();
    }

    /** {@code expected}: how the last answer begins. */
    private record Case(String what, ChannelBinding binding, String header, String password, Bytes data, String expected) {}

    private static final ChannelBinding NONE = ChannelBinding.offered(Optional.empty());
    private static final ChannelBinding BOTH = ChannelBinding.offered(Optional.of(EXPORTER));
    private static final ChannelBinding PLUS = ChannelBinding.required(EXPORTER);

    private static final List<Case> CASES = List.of(
        new Case("no binding", NONE, "n,,", "pencil", Bytes.EMPTY, "v="),
        new Case("another of his passwords", NONE, "n,,", "crayon", Bytes.EMPTY, "v="),
        new Case("a wrong password", NONE, "n,,", "pen", Bytes.EMPTY, "wrong"),
        new Case("a client that could bind, a server that cannot", NONE, "y,,", "pencil", Bytes.EMPTY, "v="),
        new Case("for himself", NONE, "n,a=user,", "pencil", Bytes.EMPTY, "v="),
        new Case("a client that cannot bind", BOTH, "n,,", "pencil", Bytes.EMPTY, "v="),
        new Case("somebody took PLUS out of the offer", BOTH, "y,,", "pencil", Bytes.EMPTY, "e=server-does-support-channel-binding"),
        new Case("binding without PLUS", BOTH, "p=tls-exporter,,", "pencil", EXPORTER, "e=channel-binding-not-supported"),
        new Case("bound", PLUS, "p=tls-exporter,,", "pencil", EXPORTER, "v="),
        new Case("bound to another connection", PLUS, "p=tls-exporter,,", "pencil", Bytes.utf8("another"), "e=channel-bindings-dont-match"),
        new Case("bound in another way", PLUS, "p=tls-unique,,", "pencil", EXPORTER, "e=unsupported-channel-binding-type"),
        new Case("PLUS without binding", PLUS, "n,,", "pencil", Bytes.EMPTY, "e=channel-bindings-dont-match"));

    @TestFactory Stream<DynamicTest> bindings() {
        return CASES.stream().map(c -> DynamicTest.dynamicTest(c.what, () -> {
            var client = new ScramClient("user", c.password, c.header, c.data);
            var last = client.talk(new Scram(c.binding), KEYS);
            var said = switch (last) {
                case Next.Proved proved -> proved.last();
                case Next.Unproved unproved -> unproved.last();
                case Next.WrongProof _ -> Bytes.utf8("wrong");
                default -> Bytes.utf8(last.toString());
            };
            assertEquals(c.expected, said.toUtf8().substring(0, Math.min(c.expected.length(), said.length())));
            if (last instanceof Next.Proved proved) assertEquals(client.expected(), proved.last());
        }));
    }

    @Test void firstMessages() {
        for (var said : List.of("", "n", "n,", "x,,n=user,r=abc", "n,,n=user", "n,,n=,r=abc", "n,,r=abc,n=user", "n,,n=user,r=", "n,,n=user,r=" + "a".repeat(257), "p=,,n=user,r=abc"))
            assertInstanceOf(Next.Malformed.class, new Scram(NONE).on(Bytes.utf8(said)), said);
        assertEquals(new Next.Unproved("", Bytes.utf8("e=extensions-not-supported")), new Scram(NONE).on(Bytes.utf8("n,,m=x,n=user,r=abc")));
        assertEquals(new Next.Unproved("", Bytes.utf8("e=invalid-username-encoding")), new Scram(NONE).on(Bytes.utf8("n,,n=us=er,r=abc")));
        assertEquals(new Next.NotAllowed(), new Scram(NONE).on(Bytes.utf8("n,a=other,n=user,r=abc")));
        assertEquals("a,b=c", assertInstanceOf(Next.Keys.class, new Scram(NONE).on(Bytes.utf8("n,,n=a=2Cb=3Dc,r=abc,x=y"))).user());
    }

    @Test void theNonceIsTheServersToo() {
        var scram = new Scram(NONE, () -> SERVER_NONCE);
        challenge(scram, "n,,n=user,r=abc");
        var other = "c=biws,r=abcabc,p=dHzbZapWIk4jUhN+Ute9ytag9zjfMHgsqmmiz7AndVQ=";
        assertEquals(new Next.Unproved("user", Bytes.utf8("e=other-error")), scram.on(Bytes.utf8(other)));
    }
}
