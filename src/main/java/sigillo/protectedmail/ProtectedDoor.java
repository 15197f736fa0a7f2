package sigillo.protectedmail;

import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.NetworkTries;
import sigillo.http.Admission;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.Fields;
import sigillo.http.Incoming;
import sigillo.http.Reply;
import sigillo.login.SignIn;
import sigillo.message.MessageIds;
import sigillo.protectedmail.ProtectedMessage.Terms;
import sigillo.spool.Spool;
import sigillo.spool.SpoolFull;
import sigillo.spool.Spooled;

/**
 * Password-protected messages as browsers ask for them, docs/web.md: of their senders, who are signed in, and of whoever
 * has a link. Who has none learns nothing: what is unknown, over, revoked or spent is answered alike. Any thread.
 */
public final class ProtectedDoor implements Answering {
    static final String OWN = "/webmail/protected";
    static final String LOOK = "/protected/look";
    static final String OPEN = "/protected/open";
    static final String REPLY = "/protected/reply";
    private static final Set<String> PATHS = Set.of(OWN, LOOK, OPEN, REPLY);
    static final int ID_OCTETS = 16;
    static final int AUTHENTICATOR_OCTETS = 32;
    private static final int PIECE_OCTETS = 16 << 10;

    private final ProtectedMessages messages;
    private final Function<AccountId, Optional<Address>> senders;
    private final ProtectedReplies replies;
    private final Spool spool;
    private final NetworkTries tries;
    private final Set<Object> underWay = new HashSet<>();
    private volatile Function<Asked, Optional<SignIn.Answer.Welcome>> signedIn = _ -> Optional.empty();

    /** {@code senders}: the addresses of accounts that may still be written for. */
    public ProtectedDoor(ProtectedMessages messages, Function<AccountId, Optional<Address>> senders, ProtectedReplies replies,
            Spool spool) {
        this.messages = messages;
        this.senders = senders;
        this.replies = replies;
        this.spool = spool;
        this.tries = new NetworkTries(ProtectedLimits.ASKED_MAX, ProtectedLimits.ASKED_IN, messages::now);
    }

    /** Before the door is opened: who has signed in at the pages. It has looked whether a page of ours asks. */
    public void browsers(Function<Asked, Optional<SignIn.Answer.Welcome>> who) { signedIn = who; }

    @Override public boolean has(String path) { return PATHS.contains(path); }

    @Override public int bodyOctetsMax(String path) {
        return path.equals(LOOK) || path.equals(OPEN) ? ID_OCTETS + AUTHENTICATOR_OCTETS : 0;
    }

    @Override public boolean goesOn(String path) { return true; }

    @Override public boolean receives(String path, long octets) { return path.equals(OWN) || path.equals(REPLY); }

    @Override public Admission admit(Asked asked) {
        if (!asked.path().equals(OWN)) return new Admission.Stranger();
        var who = signedIn.apply(asked);
        who.ifPresent(one -> one.unlocked().close());
        return who.isPresent() ? new Admission.Owner() : new Admission.Away(error(401, "notSignedIn"));
    }

    @Override public Reply answer(Asked asked) {
        if (asked.path().equals(OWN)) return own(asked);
        if (asked.method() != Asked.Method.POST) return Reply.text(405, "").with("Allow", "POST");
        var refused = refused(asked);
        if (refused.isPresent()) return refused.get();
        return switch (asked.path()) {
            case LOOK -> look(asked.body());
            case OPEN -> open(asked.body());
            default -> error(411, "lengthNeeded");
        };
    }

    private Optional<Reply> refused(Asked asked) {
        if (!asked.isOurs()) return Optional.of(error(403, "notOurs"));
        if (tries.mayTry(asked.client())) return Optional.empty();
        var after = Long.toString(ProtectedLimits.ASKED_IN.toSeconds());
        return Optional.of(error(429, "slowed").with("Retry-After", after));
    }

    private static Reply error(int status, String why) { return json(status, "{\"error\": \"" + why + "\"}"); }

    private static Reply json(int status, String text) {
        return Reply.of(status, "application/json", (text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    private synchronized boolean enter(Object what, int atOnce) {
        long alike = underWay.stream().filter(one -> one.getClass() == what.getClass()).count();
        return alike < atOnce && underWay.add(what);
    }

    private synchronized void leave(Object what) { underWay.remove(what); }

    // ---- who has a link ----

    private Reply look(byte[] body) {
        if (body.length != ID_OCTETS) return error(400, "malformed");
        var found = messages.look(ProtectedMessages.name(body));
        var sender = found.flatMap(one -> senders.apply(one.account()));
        if (sender.isEmpty()) return error(404, "gone");
        var one = found.get();
        return json(200, """
            {"from": "%s", "until": "%s", "tries": %d, "octets": %d, "once": %b, "replies": %d}""".formatted(
            escaped(sender.get().toString()), one.until(), one.triesLeft(), one.octets(), one.terms().isOnce(), left(one)));
    }

    private static int left(ProtectedMessage one) {
        return one.terms().takesReplies() ? ProtectedLimits.REPLIES_MAX - one.replies() : 0;
    }

    /** RFC 8259 section 7. */
    private static String escaped(String text) {
        return text.chars().mapToObj(sign -> {
            boolean isPlain = sign >= ' ' && sign <= '~' && sign != '"' && sign != '\\';
            return isPlain ? Character.toString(sign) : "\\u%04x".formatted(sign);
        }).collect(Collectors.joining());
    }

    private Reply open(byte[] body) {
        if (body.length != ID_OCTETS + AUTHENTICATOR_OCTETS) return error(400, "malformed");
        var name = ProtectedMessages.name(Arrays.copyOf(body, ID_OCTETS));
        return switch (messages.open(name, Arrays.copyOfRange(body, ID_OCTETS, body.length))) {
            case Opening.Open(_, var octets) -> Reply.of(200, "application/octet-stream", octets)
                .with("Content-Security-Policy", "default-src 'none'; sandbox")
                .with("Content-Disposition", "attachment");
            case Opening.Wrong wrong -> wrong(wrong);
            case Opening.Gone _ -> error(404, "gone");
        };
    }

    private static Reply wrong(Opening.Wrong wrong) {
        return json(403, "{\"error\": \"wrong\", \"tries\": " + wrong.triesLeft() + "}");
    }

    // ---- what comes ----

    @Override public Reply receive(Asked asked, Incoming body) throws IOException {
        if (asked.method() != Asked.Method.POST) return answer(asked);
        return asked.path().equals(OWN) ? kept(asked, body) : answered(asked, body);
    }

    private Reply answered(Asked asked, Incoming body) throws IOException {
        var refused = refused(asked);
        if (refused.isPresent()) return refused.get();
        long octets = body.octets() - ID_OCTETS - AUTHENTICATOR_OCTETS;
        if (octets > ProtectedLimits.REPLY_OCTETS_MAX) return error(413, "tooLarge");
        if (octets < ProtectedLimits.OCTETS_MIN) return error(400, "malformed");
        var name = ProtectedMessages.name(head(body, ID_OCTETS));
        var authenticator = head(body, AUTHENTICATOR_OCTETS);
        if (!enter(name, ProtectedLimits.REPLIES_AT_ONCE)) return error(503, "busy").with("Retry-After", "60");
        try {
            return switch (messages.reply(name, authenticator)) {
                case Opening.Open(var message, _) -> answered(name, message, body, octets);
                case Opening.Wrong wrong -> wrong(wrong);
                case Opening.Gone _ -> error(404, "gone");
            };
        } finally {
            leave(name);
        }
    }

    private static byte[] head(Incoming body, int octets) throws IOException {
        var head = body.stream().readNBytes(octets);
        if (head.length < octets) throw new EOFException("it ended before it was whole");
        return head;
    }

    private Reply answered(Bytes name, ProtectedMessage message, Incoming body, long octets) throws IOException {
        var done = ProtectedReplies.Done.FAILED;
        body.deadline().within(ProtectedLimits.REPLY_TIME_MAX);
        try (var came = spooled(body, octets)) {
            done = replies.deposit(name, message, came);
        } catch (SpoolFull full) {
            return error(503, "busy").with("Retry-After", "60");
        } finally {
            if (done != ProtectedReplies.Done.KEPT) messages.replyFailed(name);
        }
        return switch (done) {
            case KEPT -> json(200, "{}");
            case FULL -> error(507, "full");
            case FAILED -> error(404, "gone");
        };
    }

    private Spooled spooled(Incoming body, long octets) throws IOException {
        try (var writer = spool.fileWriter()) {
            var piece = new byte[PIECE_OCTETS];
            for (int n; (n = body.stream().read(piece)) > 0; ) writer.write(piece, 0, n);
            if (writer.length() != octets) throw new EOFException("it ended before it was whole");
            return writer.finish();
        }
    }

    // ---- who sends them ----

    private Reply kept(Asked asked, Incoming body) throws IOException {
        var who = signedIn.apply(asked);
        if (who.isEmpty()) return error(401, "notSignedIn");
        var account = who.get().user().account();
        try (var _ = who.get().unlocked()) {
            asked.recognised().run();
            if (body.octets() > ProtectedLimits.OCTETS_MAX) return error(413, "tooLarge");
            var wanted = Wanted.of(asked.query());
            if (wanted.isEmpty() || body.octets() < ProtectedLimits.OCTETS_MIN) return error(400, "malformed");
            if (!enter(account, ProtectedLimits.SENDING_AT_ONCE)) return error(503, "busy").with("Retry-After", "10");
            try {
                return kept(account, wanted.get(), body);
            } finally {
                leave(account);
            }
        }
    }

    private Reply kept(AccountId account, Wanted wanted, Incoming body) throws IOException {
        body.deadline().within(ProtectedLimits.SENDING_TIME_MAX);
        try (var came = spooled(body, body.octets())) {
            var kept = messages.keep(wanted.name, account, wanted.verifier, wanted.terms, wanted.valid, came);
            boolean isGone = senders.apply(account).isEmpty(); // removed while this came, and what it had is deleted
            if (isGone && kept == ProtectedMessages.Kept.KEPT) messages.revoke(wanted.name, account);
            if (isGone) return error(401, "notSignedIn");
            return switch (kept) {
                case KEPT -> json(200, "{\"until\": \"" + messages.now().plus(wanted.valid) + "\"}");
                case THERE -> error(409, "there");
                case TOO_MANY -> error(409, "tooMany");
                case OVER_QUOTA -> error(507, "full");
            };
        } catch (SpoolFull full) {
            return error(503, "busy").with("Retry-After", "60");
        }
    }

    /** What the query says of one that comes. */
    private record Wanted(Bytes name, Bytes verifier, Terms terms, Duration valid) {
        static Optional<Wanted> of(Fields query) {
            var name = hex(query.get("name"));
            var verifier = hex(query.get("verifier"));
            var id = query.get("message");
            boolean isId = id.length() <= ProtectedLimits.MESSAGE_ID_MAX && MessageIds.isId(id);
            var valid = valid(query.get("days"));
            if (name.isEmpty() || verifier.isEmpty() || !isId || valid.isEmpty()) return Optional.empty();
            var terms = new Terms(query.has("once"), query.has("tell"), query.has("replies"), id);
            return Optional.of(new Wanted(name.get(), verifier.get(), terms, valid.get()));
        }

        private static Optional<Duration> valid(String days) {
            if (days.isEmpty()) return Optional.of(ProtectedLimits.VALID);
            if (!days.matches("[1-9][0-9]{0,2}")) return Optional.empty();
            return Optional.of(Duration.ofDays(Integer.parseInt(days))).filter(one -> one.compareTo(ProtectedLimits.VALID_MAX) <= 0);
        }
    }

    /** Of 32 octets. */
    private static Optional<Bytes> hex(String text) {
        return text.matches("[0-9a-f]{64}") ? Optional.of(Bytes.wrap(HexFormat.of().parseHex(text))) : Optional.empty();
    }

    private Reply own(Asked asked) {
        if (asked.method() == Asked.Method.POST) return error(411, "lengthNeeded");
        boolean isKnown = asked.isRead() || asked.method() == Asked.Method.DELETE || asked.method() == Asked.Method.PUT;
        if (!isKnown) return Reply.text(405, "").with("Allow", "GET, HEAD, POST, PUT, DELETE");
        var who = signedIn.apply(asked);
        if (who.isEmpty()) return error(401, "notSignedIn");
        asked.recognised().run();
        who.get().unlocked().close();
        var account = who.get().user().account();
        if (asked.isRead()) return json(200, list(account));
        boolean isRevoked = asked.method() == Asked.Method.DELETE;
        boolean isDone = hex(asked.query().get("name"))
            .filter(name -> isRevoked ? messages.revoke(name, account) : messages.release(name, account)).isPresent();
        return isDone ? json(200, "{}") : error(404, "gone");
    }

    private String list(AccountId account) {
        return messages.of(account).entrySet().stream().map(one -> line(one.getKey(), one.getValue()))
            .collect(Collectors.joining(", ", "{\"messages\": [", "]}"));
    }

    private String line(Bytes name, ProtectedMessage one) {
        var opened = one.opened().map(at -> ", \"opened\": \"" + at + "\"").orElse("");
        return """
            {"name": "%s", "message": "%s", "state": "%s", "made": "%s", "until": "%s", "octets": %d, "wrong": %d, "replies": %d%s}"""
            .formatted(name, escaped(one.terms().messageId()), one.state(messages.now()), one.made(), one.until(), one.octets(),
                one.wrong(), one.replies(), opened);
    }
}
