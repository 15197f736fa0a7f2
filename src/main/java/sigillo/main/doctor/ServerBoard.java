package sigillo.main.doctor;

import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import sigillo.account.AccountId;
import sigillo.admin.Answer;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.directory.Directory;
import sigillo.directory.Recipients;
import sigillo.doctor.Board;
import sigillo.doctor.Doctor;
import sigillo.doctor.Note;
import sigillo.pushing.Browsers;
import sigillo.web.StatusBoard;
import tools.jackson.databind.json.JsonMapper;

/** The board of this server for the page of its postmaster. */
public final class ServerBoard implements StatusBoard {
    /** Large receivers and block lists are asked by each look. */
    private static final int TITLE_MAX = 100;
    private static final int TEXT_MAX = 250;
    private static final Duration NOT_SOONER = Duration.ofMinutes(1);

    private final Supplier<Doctor> doctor;
    private final Directory directory;
    private final Address postmaster;
    private final InstantSource clock;
    private final Optional<Browsers> browsers;
    private final Ordering ordering;
    private final AtomicBoolean isLooking = new AtomicBoolean();

    /** Of certificates: whether the last order failed, and the operator's command by which another is tried. */
    public record Ordering(BooleanSupplier hasFailed, Supplier<Answer> again) {}

    /** {@code doctor}: asked for when it is needed: the pages are made before it. */
    public ServerBoard(Supplier<Doctor> doctor, Directory directory, Domain host, InstantSource clock, Optional<Browsers> browsers, Ordering ordering) {
        this.ordering = ordering;
        this.doctor = doctor;
        this.directory = directory;
        this.postmaster = new Address("postmaster", host);
        this.clock = clock;
        this.browsers = browsers;
    }

    @Override public boolean isFor(AccountId account) {
        return directory.resolve(postmaster) instanceof Recipients.Resolved.Local(var his, _, _) && his.equals(account);
    }

    @Override public Optional<String> pushKey() { return browsers.map(Browsers::applicationServerKey); }

    @Override public long browsers(AccountId account) { return browsers.map(all -> all.of(account)).orElse(0L); }

    @Override public boolean subscribe(AccountId account, String endpoint, String p256dh, String auth) {
        return browsers.filter(all -> all.make(account, endpoint, p256dh, auth)).isPresent();
    }

    @Override public void unsubscribe(AccountId account, String endpoint) { browsers.ifPresent(all -> all.end(account, endpoint)); }

    /** Tells them what is news. Addresses of accounts are not in it. */
    public void tell(Note note) { browsers.ifPresent(all -> all.tell(pushed(note), this::isFor)); }

    /** What the page's worker shows; each text is cut to what fits. */
    static byte[] pushed(Note note) {
        var texts = note.languages();
        return JsonMapper.shared().writeValueAsBytes(Map.of("title", cut(note.subject(), TITLE_MAX), "en", cut(texts.getFirst(), TEXT_MAX), "it", cut(texts.getLast(), TEXT_MAX)));
    }

    /** Of characters: in JSON one has six octets at most. */
    private static String cut(String text, int max) { return text.length() <= max ? text : text.substring(0, max - 3) + "..."; }

    @Override public boolean mayOrder() { return ordering.hasFailed.getAsBoolean(); }

    @Override public Optional<String> order() { return ordering.again.get() instanceof Answer.Failed(var why) ? Optional.of(why) : Optional.empty(); }

    @Override public Optional<Board> last() { return doctor.get().last(); }

    @Override public void look() {
        boolean isFresh = last().filter(board -> clock.instant().isBefore(board.at().plus(NOT_SOONER)) && !clock.instant().isBefore(board.at())).isPresent();
        if (isFresh || !isLooking.compareAndSet(false, true)) return;
        Thread.ofVirtual().name("look at the board").start(() -> {
            try {
                doctor.get().examine();
            } finally {
                isLooking.set(false);
            }
        });
    }
}
