package sigillo.events;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Accounts;
import sigillo.account.Locked;
import sigillo.account.MailboxId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Complaints;
import sigillo.delivery.EventRules;
import sigillo.delivery.EventRules.Cause;
import sigillo.delivery.EventRules.Event;
import sigillo.keyring.Keyring;
import sigillo.sealing.Randomness;
import sigillo.store.StoreException;

/**
 * Hears of mail that was put into a mailbox or marked there, after the commit, and has the script run that the mailbox names, behind
 * the command and not within it: the work is kept, sealed to its owner, and done while the account is open, at once as a rule, after a
 * stop in the next session. Any thread.
 */
public final class MailEvents {
    /** Which script runs: of a mailbox, else of the account. RFC 6785 section 2.3.1. */
    public static final String ENTRY = "/shared/imapsieve/script";

    /** The kind of work that waits for owners: in rows. */
    static final int WORK = 3;
    private static final int ID_OCTETS = 12;

    private final Keyring keyring;
    private final Accounts accounts;
    private final EventRules rules;
    private final BiConsumer<AccountId, String> troubled;
    private final Randomness randomness;
    private final InstantSource clock;
    private final Complaints complaints;

    /** {@code troubled}: hears of each trouble in a sentence; must be quick. */
    public MailEvents(Keyring keyring, Accounts accounts, EventRules rules, BiConsumer<AccountId, String> troubled, Randomness randomness,
            InstantSource clock) {
        this.keyring = keyring;
        this.accounts = accounts;
        this.rules = rules;
        this.troubled = troubled;
        this.randomness = randomness;
        this.clock = clock;
        this.complaints = new Complaints(System.getLogger("sigillo.events"), clock);
    }

    public MailEvents start() {
        keyring.serve(WORK, this::run);
        return this;
    }

    // ---- what happens ----

    /**
     * The script that runs for what happens in that mailbox: empty when none does. What is noted of a mailbox counts, an empty name
     * too, before what is noted of the account. Never throws: what cannot be read is told to the operator.
     */
    public Optional<String> script(Account account, MailboxId mailbox) {
        try {
            return account.annotation(Optional.of(mailbox), ENTRY).or(() -> account.annotation(Optional.empty(), ENTRY))
                .map(one -> one.value()).filter(name -> name.length() <= EventLimits.NAME_OCTETS_MAX)
                .map(Bytes::toUtf8).filter(name -> !name.isEmpty());
        } catch (RuntimeException | Error trouble) {
            complaints.add("which script runs in a mailbox of account " + account.id() + " cannot be read", trouble);
            return Optional.empty();
        }
    }

    /**
     * Messages of one mailbox have come, or are marked, by the command of {@code user}; {@code script}: of {@link #script}. Durable
     * when it returns. Never throws: the command is done.
     */
    public void happened(Account account, Address user, Cause cause, MailboxId mailbox, String script, List<String> changedFlags, List<Long> uids) {
        try {
            var event = new Event(HexFormat.of().formatHex(randomness.octets(ID_OCTETS)), cause, user, mailbox, script, bounded(changedFlags));
            if (isKept(account.id(), event, uids)) return;
            troubled.accept(account.id(), "Too much was moved or marked at once for your script \"" + shown(script) + "\": it does not run for all of it.");
        } catch (RuntimeException | Error trouble) {
            complaints.add("a script of account " + account.id() + " does not run for what has happened", trouble);
        }
    }

    private static String shown(String name) { return name.length() <= 40 ? name : name.substring(0, 40) + "..."; }

    private static List<String> bounded(List<String> flags) {
        int left = EventLimits.FLAG_CHARACTERS_MAX;
        var all = new ArrayList<String>();
        for (var flag : flags) {
            left -= flag.length() + 1;
            if (left >= 0) all.add(flag);
        }
        return all;
    }

    private boolean isKept(AccountId account, Event event, List<Long> uids) {
        int max = Math.min(uids.size(), EventLimits.MESSAGES_MAX);
        for (int from = 0; from < max; from += EventLimits.PIECE) {
            var piece = new Piece(event, uids.subList(from, Math.min(max, from + EventLimits.PIECE)));
            if (!keyring.defer(account, WORK, piece.encode())) return false;
        }
        return max == uids.size();
    }

    // ---- what is done ----

    private void run(AccountId id, byte[] payload) {
        var piece = Piece.decode(payload);
        if (piece.isEmpty() || !accounts.exists(id)) return;
        var account = accounts.open(id);
        var until = clock.instant().plus(EventLimits.PIECE_MAX);
        var uids = piece.get().uids();
        Optional<StoreException> trouble = Optional.empty();
        for (int i = 0; i < uids.size(); i++) {
            if (Thread.currentThread().isInterrupted()) throw new Locked("the server stops");
            boolean isLate = i > 0 && clock.instant().isAfter(until);
            if (isLate && keyring.defer(id, WORK, new Piece(piece.get().event(), uids.subList(i, uids.size())).encode())) break;
            var here = obeyed(account, piece.get().event(), uids.get(i));
            if (trouble.isEmpty()) trouble = here;
        }
        if (trouble.isPresent()) throw trouble.get();
    }

    /** One message's trouble is not that of the others. With the trouble after which it is to be tried again. */
    private Optional<StoreException> obeyed(Account account, Event event, long uid) {
        try {
            rules.obey(account, event, uid);
            return Optional.empty();
        } catch (Locked closed) {
            throw closed;
        } catch (StoreException trouble) {
            return Optional.of(trouble);
        } catch (IOException unreadable) {
            return Optional.of(new StoreException("a message cannot be read", new UncheckedIOException(unreadable)));
        } catch (RuntimeException | Error fault) {
            complaints.add("a script of account " + account.id() + " failed", fault);
            return Optional.empty();
        }
    }
}
