package sigillo.sasl;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.util.Arrays;
import java.util.Base64;
import sigillo.base.Bytes;
import sigillo.sasl.SaslExchange.Next;

/** The other side of SCRAM-SHA-256, for tests: RFC 5802 section 3. {@code header} begins its message, {@code data} binds it. */
public final class ScramClient {
    private final String password;
    private final String header;
    private final Bytes data;
    private final String bare;
    private Bytes expected = Bytes.EMPTY;

    public ScramClient(String user, String password, String header, Bytes data) {
        this.password = password;
        this.header = header;
        this.data = data;
        this.bare = "n=" + user.replace("=", "=3D").replace(",", "=2C") + ",r=a-client's-nonce";
    }

    public Bytes first() { return Bytes.utf8(header + bare); }

    /** The answer to the server's first message. */
    public Bytes last(String serverFirst) {
        var parts = serverFirst.split(",");
        var salt = Bytes.wrap(Base64.getDecoder().decode(parts[1].substring(2)));
        var derived = ScramHash.derive(password, salt, Integer.parseInt(parts[2].substring(2)));
        var start = Bytes.utf8(header).toArray();
        var bound = Arrays.copyOf(start, start.length + data.length());
        System.arraycopy(data.unsafeArray(), 0, bound, start.length, data.length());
        var withoutProof = "c=" + base64(bound) + "," + parts[0];
        var said = Bytes.utf8(bare + "," + serverFirst + "," + withoutProof).unsafeArray();
        var proof = ScramHash.hmac(derived.storedKey().unsafeArray(), said);
        for (int i = 0; i < proof.length; i++) proof[i] ^= derived.clientKey()[i];
        expected = Bytes.utf8("v=" + base64(ScramHash.hmac(derived.serverKey().unsafeArray(), said)));
        return Bytes.utf8(withoutProof + ",p=" + base64(proof));
    }

    /** What a server says in the end that knows the password too. */
    public Bytes expected() { return expected; }

    /** How an exchange ends. */
    Next talk(SaslExchange exchange, ScramKeys known) {
        var next = exchange.on(first());
        if (!(next instanceof Next.Keys(_, var then))) return next;
        return exchange.on(last(assertInstanceOf(Next.Ask.class, then.apply(known)).challenge().toUtf8()));
    }

    private static String base64(byte[] octets) { return Base64.getEncoder().encodeToString(octets); }
}
