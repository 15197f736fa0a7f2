package sigillo.jmapd;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.http.Admission;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.HttpLimits;
import sigillo.http.Incoming;
import sigillo.http.Origins;
import sigillo.http.Reply;
import sigillo.jmap.JmapLimits;
import sigillo.jmap.JsonText;
import sigillo.jmap.Problem;
import sigillo.jmap.Request;
import sigillo.login.SignIn;
import sigillo.pushing.Pusher;
import sigillo.pushing.Watches;
import sigillo.rules.Rules;
import sigillo.search.Searches;
import sigillo.smime.SmimeVerifier;
import sigillo.spool.Spool;
import sigillo.spool.SpoolFull;
import sigillo.spool.Spooled;
import sigillo.unsubscribe.Unsubscribing;
import sigillo.websocket.Handshake;
import tools.jackson.databind.node.ObjectNode;

/**
 * What is at the paths of JMAP. Pages of other origins get nothing, unless the operator names them: no CORS header is
 * said (Fetch, section 3.2), and what browsers send for them is refused. Any thread.
 */
public final class JmapDoor implements Answering, AutoCloseable {
    /** RFC 8620 section 2.2. */
    private static final String WELL_KNOWN = "/.well-known/jmap";
    private static final String PATH = "/jmap/";
    static final String EVENTS = "/jmap/events";
    static final String SOCKET = "/jmap/ws";
    private static final String UPLOAD = "/jmap/upload/";
    private static final String SESSION = PATH + "session";
    private static final Pattern HOST = Pattern.compile("([A-Za-z0-9.-]{1,253}|\\[[0-9a-fA-F:.]{2,45}])(:[0-9]{1,5})?");

    private static final int BUFFER_OCTETS = 16 << 10;
    static final int TYPE_CHARACTERS_MAX = 255;

    private static final Answered.Refused BUSY = new Answered.Refused(Entrance.BUSY);

    private final Domain name;
    private final Outbox outbox;
    private final Accounts accounts;
    private final Entrance entrance;
    private final Calls calls;
    private final Spool spool;
    private final Uploads uploads;
    private final ReadingRoom reading = new ReadingRoom();
    private final InstantSource clock;
    private Optional<Pusher> pusher = Optional.empty();
    private Optional<Rules> rules = Optional.empty();
    private boolean leavesLists;
    private volatile StateTypes types;
    private final PerAccount listening = new PerAccount(DoorLimits.EVENT_STREAMS_MAX);
    private final PerAccount downloading = new PerAccount(DoorLimits.DOWNLOADS_OF_ACCOUNT_MAX);
    private volatile Origins origins = Origins.NONE;
    private final PerAccount uploading = new PerAccount(DoorLimits.CONCURRENT_UPLOADS_MAX);
    private final PerAccount perAccount = new PerAccount(JmapLimits.CONCURRENT_REQUESTS_MAX);
    private final SocketRoom unfinished = new SocketRoom();
    private final Places running = new Places(DoorLimits.REQUESTS_MAX, DoorLimits.REQUESTS_OF_ACCOUNT_MAX);
    private final RequestRoom requests = new RequestRoom();

    /** {@code name}: how this server is called, for clients that do not say it. {@code searches}: those of all doors. */
    public JmapDoor(Domain name, SignIn signIn, Accounts accounts, Spool spool, Searches searches, Outbox outbox,
            SmimeVerifier verifier, InstantSource clock) {
        this.outbox = outbox;
        this.name = name;
        this.accounts = accounts;
        this.entrance = new Entrance(signIn);
        this.spool = spool;
        this.clock = clock;
        this.types = StateTypes.of(outbox);
        this.uploads = new Uploads(clock);
        var smime = new SmimeProperties(verifier, clock);
        this.calls = new Calls(new Methods(new Queries(searches, smime), spool, outbox, reading, smime, clock), spool);
    }

    /** What push subscriptions are told. */
    public Watches watches() { return new PushWatches(accounts, () -> types); }

    /** Before the door is opened: who tells them. It stays the caller's. */
    public void pushing(Pusher pusher) {
        this.pusher = Optional.of(pusher);
        calls.methods().pushing(this.pusher, clock);
    }

    /** Before the door is opened: {@code who} is at level L2, where nothing in clear takes the place of mail. */
    public void zeroAccess(Predicate<AccountId> who) { calls.methods().zeroAccess(who); }

    /** Before the door is opened: scripts of owners, which stay the caller's. */
    public void scripting(Rules rules) {
        this.rules = Optional.of(rules);
        types = types.with("SieveScript", account -> new Scripts(rules, account.id()).state());
        calls.methods().scripting(rules);
    }

    /** Before the door is opened: who leaves lists for those who read them. */
    public void unsubscribing(Unsubscribing one) {
        leavesLists = true;
        calls.methods().unsubscribing(one);
    }

    /** Tells programs without a token where the metadata is of what one is for: RFC 9728. */
    public void tokensBy(String resource) { entrance.tokensBy(resource); }

    /** Before the door is opened: who has signed in at the pages, and asks by his browser. It has looked whether a page of ours asks. */
    public void browsers(Function<Asked, Optional<SignIn.Answer.Welcome>> who) { entrance.browsers(who); }

    @Override public boolean has(String path) { return path.equals(WELL_KNOWN) || path.startsWith(PATH); }

    /** What is longer is received. */
    @Override public int bodyOctetsMax(String path) { return HttpLimits.SMALL_BODY_OCTETS; }

    @Override public Admission admit(Asked asked) {
        return switch (entrance.enter(asked)) {
            case Entrance.Entered.Out(var why) -> new Admission.Away(why);
            case Entrance.Entered.In(var who) -> {
                who.unlocked().close();
                yield new Admission.Owner();
            }
        };
    }

    @Override public boolean goesOn(String path) { return true; }

    @Override public boolean receives(String path, long octets) {
        return path.startsWith(UPLOAD) || path.equals(SessionObject.API) && octets > HttpLimits.SMALL_BODY_OCTETS;
    }

    /** What is done once it is known who asks. */
    private interface Work {
        Reply answer(Caller caller, Asked asked) throws IOException;
    }

    @Override public Reply answer(Asked asked) {
        if (origins.isPreflight(asked)) return origins.preflight(asked);
        return origins.allow(asked) ? origins.shown(asked, reply(asked)) : notOurs();
    }

    /** Whose pages may ask beside ours; said once, before anybody comes. */
    public void origins(Origins others) { origins = others; }

    private static Reply notOurs() { return Entrance.problem(Problem.other(403, "Pages of other origins may not ask this")); }

    private Reply reply(Asked asked) {
        var path = asked.path();
        if (path.equals(WELL_KNOWN) || path.equals(SESSION)) return read(asked, this::session);
        if (path.equals(SessionObject.API)) return asked.method() == Asked.Method.POST ? entered(asked, this::api)
            : notAllowed("POST");
        if (path.equals(EVENTS)) return asked.method() == Asked.Method.GET ? entered(asked, this::events)
            : notAllowed("GET");
        if (path.equals(SOCKET)) return asked.method() == Asked.Method.GET ? entered(asked, this::socket)
            : notAllowed("GET");
        if (path.startsWith(UPLOAD)) return asked.method() == Asked.Method.POST ? lengthNeeded() : notAllowed("POST");
        if (path.startsWith(Download.PATH)) return read(asked, (caller, one) -> Download.answer(caller, one, spool, downloading));
        return Entrance.problem(Problem.other(404, "Nothing is here"));
    }

    private Reply read(Asked asked, Work work) {
        return asked.isRead() ? entered(asked, work) : notAllowed("GET, HEAD");
    }

    private static Reply notAllowed(String methods) {
        return Entrance.problem(Problem.other(405, "Only " + methods)).with("Allow", methods);
    }

    /** The account is open until the reply was sent. */
    private Reply entered(Asked asked, Work work) {
        return switch (entrance.enter(asked)) {
            case Entrance.Entered.Out(var why) -> why;
            case Entrance.Entered.In(var who) -> {
                boolean isAnswered = false;
                asked.recognised().run();
                try {
                    var reply = work.answer(caller(who), asked);
                    isAnswered = true;
                    yield reply.then(who.unlocked()::close);
                } catch (IOException unreadable) {
                    throw new UncheckedIOException(unreadable);
                } finally {
                    if (!isAnswered) who.unlocked().close();
                }
            }
        };
    }

    private Caller caller(SignIn.Answer.Welcome who) {
        var account = accounts.open(who.user().account());
        var scripts = rules.filter(_ -> who.services().contains(SignIn.Service.SIEVE))
            .map(all -> new Scripts(all, account.id()));
        return new Caller(who.user(), account, new Blobs(account, uploads, reading, scripts), who.unlocked(), types,
            who.services());
    }

    // ---- RFC 8620 section 2 ----

    private Reply session(Caller caller, Asked asked) {
        var session = SessionObject.of(caller, base(asked), outbox);
        SessionObject.pushing(session, pusher.map(Pusher::applicationServerKey));
        SessionObject.unsubscribing(session, caller.accountId(), leavesLists);
        SessionObject.scripting(session, caller.accountId(), rules.isPresent() && caller.writesRules());
        return Reply.of(200, "application/json", JsonText.octets(session));
    }

    /** As the client knows us; what it says goes back to nobody else. */
    private String base(Asked asked) {
        return "https://" + (HOST.matcher(asked.host()).matches() ? asked.host() : name.name());
    }

    // ---- RFC 8620 section 3 ----

    private Reply api(Caller caller, Asked asked) throws IOException {
        // RFC 8620 section 3.6.1
        if (!asked.hasType("application/json")) return Entrance.problem(Problem.NOT_JSON);
        return answered(caller, asked, Octets.of(asked.body()));
    }

    /** One that is long comes into a file: who sends it slowly takes no heap. */
    private Reply large(Caller caller, Asked asked, Incoming body) throws IOException {
        if (!asked.hasType("application/json")) return Entrance.problem(Problem.NOT_JSON);
        if (body.octets() > JmapLimits.REQUEST_OCTETS_MAX) return Entrance.problem(Problem.limit("maxSizeRequest", 400));
        try (var spooled = spooled(body)) {
            return spooled.length() < body.octets() ? cutOff() : answered(caller, asked, spooled);
        } catch (SpoolFull full) {
            return Entrance.busy();
        }
    }

    private Reply answered(Caller caller, Asked asked, Octets body) throws IOException {
        if (!requests.enter(body.length())) return Entrance.busy();
        try {
            return switch (parsed(body)) {
                case Request.Parsed.Bad(var why) -> Entrance.problem(why);
                case Request.Parsed.Good(var request) -> reply(inTurn(caller, request, asked.gone(),
                    UnaryOperator.identity()));
            };
        } finally {
            requests.leave(body.length());
        }
    }

    private static Request.Parsed parsed(Octets body) throws IOException {
        var octets = body.bytes(0, body.length(), JmapLimits.REQUEST_OCTETS_MAX);
        try {
            return Request.parse(octets, SessionObject.CAPABILITIES);
        } finally {
            Arrays.fill(octets, (byte) 0);
        }
    }

    private static Reply reply(Answered answered) {
        return switch (answered) {
            case Answered.Refused(var why) when why.status() == 503 -> Entrance.busy();
            case Answered.Refused(var why) -> Entrance.problem(why);
            case Answered.Done(var octets, var sent) -> Reply.of(200, "application/json", octets).then(sent);
        };
    }

    /** An answer counts among those of its account until it was sent: who reads slowly does not gather them here. */
    private Answered inTurn(Caller caller, Request request, BooleanSupplier gone, UnaryOperator<ObjectNode> shape)
            throws IOException {
        var account = caller.account().id();
        if (!perAccount.enter(account)) return new Answered.Refused(Problem.limit("maxConcurrentRequests", 400));
        boolean isAnswered = false;
        try {
            if (!running.enter(account, DoorLimits.REQUEST_WAIT_MAX)) return BUSY;
            try {
                var done = calls.answer(caller, request, Patience.of(gone), shape);
                isAnswered = true;
                return new Answered.Done(done.octets(), () -> {
                    done.sent().run();
                    perAccount.leave(account);
                });
            } finally {
                running.leave(account);
            }
        } catch (SpoolFull full) {
            return BUSY;
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return BUSY;
        } finally {
            if (!isAnswered) perAccount.leave(account);
        }
    }

    /** RFC 9110 section 15.5.12. */
    private static Reply lengthNeeded() { return Entrance.problem(Problem.other(411, "Say how long it is")); }

    // ---- RFC 8620 section 7.3 ----

    /** The account is open as long as events are sent. */
    private Reply events(Caller caller, Asked asked) {
        var stream = EventStream.of(caller, asked);
        if (stream.isEmpty()) return Entrance.problem(Problem.other(400, "types, closeafter and ping are needed"));
        var account = caller.account().id();
        if (!listening.enter(account)) return Entrance.problem(Problem.other(429, "Too many listen already"));
        return Reply.of(200, "text/event-stream", stream.get()::run).then(() -> listening.leave(account));
    }

    // ---- RFC 8887 section 3 ----

    /** The account is open as long as the connection is. */
    private Reply socket(Caller caller, Asked asked) {
        switch (Handshake.of(asked.headers(), SocketConnection.PROTOCOL)) {
            case Handshake.Refused(var status, var why) -> {
                return Entrance.problem(Problem.other(status, why)).with("Upgrade", "websocket")
                    .with("Sec-WebSocket-Version", Handshake.VERSION);
            }
            case Handshake.Accepted(var accept) -> {
                var account = caller.account().id();
                if (!listening.enter(account)) return Entrance.problem(Problem.other(429, "Too many listen already"));
                return Reply.upgrade("websocket", channel ->
                    new SocketConnection(caller, channel, unfinished, requests,
                        (who, request, shape) -> inTurn(who, request, channel::hasEnded, shape)).run())
                    .with("Sec-WebSocket-Accept", accept).with("Sec-WebSocket-Protocol", SocketConnection.PROTOCOL)
                    .then(() -> listening.leave(account));
            }
        }
    }

    // ---- RFC 8620 section 6.1 ----

    /** Who sends it is known before the first octet is read. */
    @Override public Reply receive(Asked asked, Incoming body) throws IOException {
        if (!origins.allow(asked)) return notOurs();
        boolean isUpload = asked.path().startsWith(UPLOAD);
        return origins.shown(asked, entered(asked, (caller, _) -> isUpload ? upload(caller, asked, body) : large(caller, asked, body)));
    }

    private Reply upload(Caller caller, Asked asked, Incoming body) throws IOException {
        var account = asked.path().substring(UPLOAD.length()).replaceFirst("/$", "");
        if (!account.equals(caller.accountId())) return Entrance
            .problem(Problem.other(404, "There is no such account"));
        if (body.octets() > DoorLimits.UPLOAD_OCTETS_MAX) return Entrance.problem(Problem.limit("maxSizeUpload", 413));
        if (!uploading.enter(caller.account().id())) return Entrance.problem(Problem.limit("maxConcurrentUpload", 400));
        try {
            body.deadline().within(DoorLimits.UPLOAD_MAX);
            return received(caller, asked, body);
        } catch (SpoolFull full) {
            return Entrance.busy();
        } finally {
            uploading.leave(caller.account().id());
        }
    }

    private Reply received(Caller caller, Asked asked, Incoming body) throws IOException {
        var spooled = spooled(body);
        if (spooled.length() < body.octets()) {
            spooled.close();
            return cutOff();
        }
        var id = uploads.add(caller.account().id(), spooled);
        var type = asked.header("content-type").filter(said -> said.length() <= TYPE_CHARACTERS_MAX)
            .orElse("application/octet-stream");
        return Reply.of(201, "application/json", JsonText.octets(JsonText.object().put("accountId", caller.accountId())
            .put("blobId", id).put("type", type).put("size", body.octets())));
    }

    private Spooled spooled(Incoming body) throws IOException {
        try (var writer = spool.fileWriter()) {
            var buffer = new byte[BUFFER_OCTETS];
            for (int n; (n = body.stream().read(buffer)) > 0; ) writer.write(buffer, 0, n);
            return writer.finish();
        }
    }

    private static Reply cutOff() { return Entrance.problem(Problem.other(400, "It ended before it was whole")); }

    /** What was uploaded goes. */
    @Override public void close() { uploads.close(); }
}
