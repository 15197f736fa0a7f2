package sigillo.takeout;

import java.io.BufferedOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.archive.ComparingRoom;
import sigillo.archive.DamagedArchive;
import sigillo.archive.Import;
import sigillo.archive.ZipExport;
import sigillo.http.Admission;
import sigillo.http.Answering;
import sigillo.http.Asked;
import sigillo.http.Incoming;
import sigillo.http.Outlet;
import sigillo.http.Reply;
import sigillo.login.SignIn;
import sigillo.spool.Spool;

/**
 * All mail as one file, and files put into mailboxes, for who is signed in at the pages: docs/web.md. Both pass by: nothing of
 * them lies here, but a message at a time, encrypted. Each ends with the session by which it began. Any thread.
 */
public final class TakeoutDoor implements Answering {
    static final String EXPORT = "/webmail/export";
    static final String IMPORT = "/webmail/import";
    private static final System.Logger LOG = System.getLogger("sigillo.takeout");

    private final Accounts accounts;
    private final Spool spool;
    private final Supplier<ComparingRoom> room;
    private final InstantSource clock;
    private final TakeoutPlaces places = new TakeoutPlaces();
    private volatile Consumer<AccountId> exported = _ -> { };
    private volatile Consumer<AccountId> imported = _ -> { };
    private volatile Function<Asked, Optional<SignIn.Answer.Welcome>> signedIn = _ -> Optional.empty();

    /** {@code room}: that of all imports of the server. */
    public TakeoutDoor(Accounts accounts, Spool spool, Supplier<ComparingRoom> room, InstantSource clock) {
        this.accounts = accounts;
        this.spool = spool;
        this.room = room;
        this.clock = clock;
    }

    /** Before the door is opened: who has signed in at the pages. It has looked whether a page of ours asks. */
    public void browsers(Function<Asked, Optional<SignIn.Answer.Welcome>> who) { signedIn = who; }

    /** Before the door is opened: who hears that an account takes its mail away, and that it brings some. */
    public void telling(Consumer<AccountId> taken, Consumer<AccountId> brought) {
        exported = taken;
        imported = brought;
    }

    @Override public boolean has(String path) { return path.equals(EXPORT) || path.equals(IMPORT); }

    @Override public int bodyOctetsMax(String path) { return 0; }

    @Override public boolean receives(String path, long octets) { return path.equals(IMPORT); }

    @Override public Admission admit(Asked asked) {
        var who = signedIn.apply(asked);
        who.ifPresent(one -> one.unlocked().close());
        return who.isPresent() ? new Admission.Owner() : new Admission.Away(error(401, "notSignedIn"));
    }

    private static Reply error(int status, String why) { return json(status, "{\"error\": \"" + why + "\"}"); }

    private static Reply json(int status, String text) { return Reply.of(status, "application/json", (text + "\n").getBytes(StandardCharsets.UTF_8)); }

    // ---- carried away ----

    @Override public Reply answer(Asked asked) {
        if (asked.path().equals(IMPORT)) return asked.method() == Asked.Method.POST ? error(411, "lengthNeeded") : Reply.text(405, "").with("Allow", "POST");
        if (asked.method() != Asked.Method.GET) return Reply.text(405, "").with("Allow", "GET");
        var who = signedIn.apply(asked);
        if (who.isEmpty()) return error(401, "notSignedIn");
        asked.recognised().run();
        var id = who.get().user().account();
        var place = places.enter(id);
        if (place.isEmpty()) {
            who.get().unlocked().close();
            return error(503, "busy").with("Retry-After", "60");
        }
        var isEnded = new AtomicBoolean();
        who.get().unlocked().whenEnded(() -> isEnded.set(true));
        LOG.log(System.Logger.Level.INFO, "account " + id + " takes its mail away");
        exported.accept(id);
        return Reply.of(200, "application/zip", (Outlet.Source) outlet -> {
            try (var turn = places.begin()) {
                export(accounts.open(id), new Sending(outlet, isEnded, turn));
            }
        })
            .with("Content-Disposition", "attachment; filename=\"mail.zip\"").with("Content-Security-Policy", "default-src 'none'; sandbox").then(() -> {
                place.get().close();
                who.get().unlocked().close();
            });
    }

    private static void export(Account account, Sending sending) throws IOException {
        var out = new BufferedOutputStream(sending, TakeoutLimits.PIECE_OCTETS);
        new ZipExport(account).writeTo(out);
        out.flush();
    }

    /** Ends when nobody listens, or the session is over. */
    private static final class Sending extends OutputStream {
        private final Outlet outlet;
        private final AtomicBoolean isEnded;
        private final TakeoutPlaces.Turn turn;
        private final PeerPace pace = new PeerPace(System::nanoTime);

        Sending(Outlet outlet, AtomicBoolean isEnded, TakeoutPlaces.Turn turn) {
            this.outlet = outlet;
            this.isEnded = isEnded;
            this.turn = turn;
        }

        @Override public void write(int octet) throws IOException { write(new byte[] {(byte) octet}, 0, 1); }

        @Override public void write(byte[] from, int offset, int count) throws IOException {
            if (isEnded.get() || outlet.isOver()) throw new IOException("it is not wanted any more");
            turn.waiting(pace, () -> {
                outlet.send(Arrays.copyOfRange(from, offset, offset + count));
                return count;
            });
        }
    }

    // ---- brought ----

    @Override public Reply receive(Asked asked, Incoming body) throws IOException {
        var who = signedIn.apply(asked);
        if (who.isEmpty()) return error(401, "notSignedIn");
        var id = who.get().user().account();
        try (var open = who.get().unlocked()) {
            asked.recognised().run();
            if (body.octets() > TakeoutLimits.OCTETS_MAX) return error(413, "tooLong");
            var name = asked.query().get("name").strip();
            var into = Optional.of(asked.query().get("into").strip()).filter(one -> !one.isEmpty());
            boolean isNamed = !name.isEmpty() && name.length() <= TakeoutLimits.NAME_CHARACTERS_MAX && into.map(String::length).orElse(0) <= TakeoutLimits.NAME_CHARACTERS_MAX;
            if (!isNamed) return error(400, "name");
            var place = places.enter(id);
            if (place.isEmpty()) return error(503, "busy").with("Retry-After", "60");
            try (var _ = place.get(); var turn = places.begin()) {
                var isEnded = new AtomicBoolean();
                open.whenEnded(() -> isEnded.set(true));
                return brought(accounts.open(id), new Coming(body, isEnded, turn), name, into);
            }
        }
    }

    /** What was kept stays, whatever comes then; the same file may be given again. */
    private Reply brought(Account account, Coming file, String name, Optional<String> into) throws IOException {
        try (var mail = new Import(account, into, room.get())) {
            try {
                imported.accept(account.id());
                mail.run(file, name, spool, clock.instant());
                return told(200, mail, mail.unread(), "");
            } catch (DamagedArchive broken) {
                if (file.isBroken) throw broken;
                return told(409, mail, List.of(broken.inside()), "damaged");
            } catch (IOException | IllegalArgumentException ended) { // ZipInputStream has both
                if (file.isBroken) throw new IOException("it did not come to its end", ended);
                return told(409, mail, mail.unread(), mail.isFull() ? "full" : "notMail");
            }
        } catch (IOException noRoom) {
            if (file.isBroken) throw noRoom;
            return error(503, "busy").with("Retry-After", "600");
        }
    }

    /** {@code inside}: files in the file that could not be read, or the one at which it broke. */
    private static Reply told(int status, Import mail, List<String> inside, String error) {
        var done = mail.soFar();
        var text = new StringBuilder("{\"kept\": ").append(done.kept())
            .append(", \"there\": ").append(done.there() + done.placed())
            .append(", \"mailboxes\": ").append(done.mailboxes()).append(", \"leftOut\": ").append(done.refusals())
            .append(names("inside", inside)).append(names("damaged", mail.damaged()));
        if (!error.isEmpty()) text.append(", \"error\": \"").append(error).append('"');
        return json(status, text.append('}').toString());
    }

    /** As in URLs: they may say anything. */
    private static String names(String field, List<String> all) {
        var names = all.stream()
            .map(one -> URLEncoder.encode(one, StandardCharsets.UTF_8).replace("+", "%20")).toList();
        return names.isEmpty() ? "" : ", \"" + field + "\": [\"" + String.join("\", \"", names) + "\"]";
    }

    /** The time in which it must be here moves with it, as long as it comes at a pace. */
    private static final class Coming extends FilterInputStream {
        private final Incoming body;
        private final AtomicBoolean isEnded;
        private final TakeoutPlaces.Turn turn;
        private final PeerPace pace = new PeerPace(System::nanoTime);
        private boolean isBroken;

        Coming(Incoming body, AtomicBoolean isEnded, TakeoutPlaces.Turn turn) {
            super(body.stream());
            this.body = body;
            this.isEnded = isEnded;
            this.turn = turn;
        }

        @Override public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override public int read(byte[] into, int offset, int count) throws IOException {
            if (isEnded.get()) throw broken(new IOException("the session is over"));
            var left = pace.left();
            body.deadline().within(left.compareTo(TakeoutLimits.SILENCE_MAX) < 0 ? left : TakeoutLimits.SILENCE_MAX);
            try {
                int n = turn.waiting(pace, () -> super.read(into, offset, count));
                if (n < 0 && pace.octets() < body.octets()) throw broken(new IOException("it ended before it was whole"));
                return n;
            } catch (IOException lost) {
                throw broken(lost);
            }
        }

        private IOException broken(IOException why) {
            isBroken = true;
            return why;
        }

        @Override public void close() {}
    }
}
