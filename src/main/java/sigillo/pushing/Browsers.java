package sigillo.pushing;

import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import sigillo.account.AccountId;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.base.Sha256;
import sigillo.https.HttpsClient.Sent;
import sigillo.webpush.PushKeys;
import sigillo.webpush.Vapid;

/**
 * Browsers of those who look after the server, that are told of it by Web Push (RFC 8030, 8291, 8292), whether a page is open
 * or not. Kept beside the subscriptions of JMAP, and known by the same key. Any thread; throws {@link sigillo.store.StoreException}.
 */
public final class Browsers {
    private static final System.Logger LOG = System.getLogger("sigillo.pushing");
    /** Of all: each is told of each trouble, by servers of others. */
    static final int MAX = 10;
    static final String ROWS = "b/";
    /** A service that does not take it is asked again after so long; then the next news come in any case. */
    private static final List<Duration> AGAIN = List.of(Duration.ofSeconds(30), Duration.ofMinutes(5));

    private final Subscriptions rows;
    private final Transport transport;
    private final Domain name;
    private final InstantSource clock;
    private final Vapid vapid;

    /** {@code name}: ours; whoever runs a push service writes to its postmaster. */
    public Browsers(Subscriptions rows, Transport transport, Domain name, InstantSource clock) {
        this.rows = rows;
        this.transport = transport;
        this.name = name;
        this.clock = clock;
        this.vapid = rows.vapid();
    }

    /** One of them. */
    record Browser(AccountId account, PushUrl url, PushKeys keys) {
        Bytes row() { return Bytes.utf8(ROWS + HexFormat.of().formatHex(Sha256.of(url.text().getBytes(StandardCharsets.UTF_8)), 0, 16)); }

        @Override public String toString() { return "a browser of account " + account; }
    }

    /** For the browser: RFC 8292 section 3.2. */
    public String applicationServerKey() { return vapid.publicKey(); }

    /** What a browser says of itself (Push API section 7). False: it is none, or there are as many as may be. Durable. */
    public boolean make(AccountId account, String endpoint, String p256dh, String auth) {
        var url = PushUrl.parse(endpoint);
        var keys = PushKeys.parse(p256dh, auth);
        return url.isPresent() && keys.isPresent() && rows.put(new Browser(account, url.get(), keys.get()), MAX);
    }

    /** Durable. Nothing happens when there is none. */
    public void end(AccountId account, String endpoint) {
        all().stream().filter(one -> one.account().equals(account) && one.url().text().equals(endpoint)).forEach(rows::delete);
    }

    /** How many browsers of the account are told. */
    public long of(AccountId account) { return all().stream().filter(one -> one.account().equals(account)).count(); }

    private List<Browser> all() { return rows.browsers(); }

    /** Returns at once. {@code text}: at most {@link PushKeys#TEXT_OCTETS_MAX}. Who may not read it any more is forgotten. */
    public void tell(byte[] text, Predicate<AccountId> mayRead) {
        for (var one : new ArrayList<>(all())) {
            if (!mayRead.test(one.account())) rows.delete(one);
            else Thread.ofVirtual().name("push of the board").start(() -> tell(one, text));
        }
    }

    private void tell(Browser one, byte[] text) {
        try {
            for (var pause : AGAIN) {
                if (isTold(one, text)) return;
                Thread.sleep(pause);
            }
            if (!isTold(one, text)) LOG.log(Level.WARNING, one + " could not be told of the server");
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        } catch (RuntimeException | Error failed) {
            LOG.log(Level.WARNING, one + " could not be told of the server", failed);
        }
    }

    /** Also when it never will be: its service knows it no longer (RFC 8030 section 7.3). */
    private boolean isTold(Browser one, byte[] text) {
        if (!(transport.send(one.url(), fields(one), one.keys().encrypt(text)) instanceof Sent.Answered(int status, _))) return false;
        boolean isGone = status == 404 || status == 410;
        if (isGone) rows.delete(one);
        return isGone || status / 100 == 2;
    }

    private Map<String, String> fields(Browser one) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("Authorization", vapid.authorization(one.url().origin(), "mailto:postmaster@" + name.name(), clock.instant()));
        fields.put("TTL", Long.toString(PushLimits.KEPT_THERE.toSeconds()));
        fields.put("Urgency", "high");
        fields.put("Content-Type", "application/octet-stream");
        fields.put("Content-Encoding", "aes128gcm");
        return fields;
    }
}
