package sigillo.delivery;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import sigillo.account.Account;
import sigillo.account.AccountId;
import sigillo.account.Deposit;
import sigillo.account.Deposited;
import sigillo.account.Entry;
import sigillo.account.MailboxId;
import sigillo.base.Address;
import sigillo.base.Octets;
import sigillo.message.Message;
import sigillo.rules.Rules;
import sigillo.sieve.Action;
import sigillo.sieve.Outcome;
import sigillo.sieve.Script;
import sigillo.sieve.Sieve;
import sigillo.sieve.Surroundings;
import sigillo.smtp.Envelope;
import sigillo.smtp.Recipient;
import sigillo.smtp.ReversePath;
import sigillo.store.Damaged;
import sigillo.store.StoreException;
import sigillo.trace.TraceId;

/**
 * Scripts of owners that run when somebody puts mail into a mailbox by IMAP, or marks it there: RFC 6785. What such a script does is
 * no such event, so that nothing goes in circles; what it cannot do leaves the message as it is, and the owner is told. The account
 * must be open. Any thread.
 */
public final class EventRules {
    /** RFC 6785 section 3.11: they answer who sent a message, and nobody sent this one. */
    private static final Set<String> INAPPLICABLE = Set.of("reject", "ereject", "vacation", "vacation-seconds");

    private final OwnersRules owners;
    private final Rules rules;
    private final CompiledRules compiled = new CompiledRules();

    public EventRules(OwnersRules owners, Rules rules) {
        this.owners = owners;
        this.rules = rules;
    }

    /** RFC 6785 section 4.3; a move is a copy. */
    public enum Cause { APPEND, COPY, FLAG }

    /**
     * @param id nobody else's: what was done for a message of it already is not done again
     * @param user who has signed in and did it: the owner's address
     * @param script the name of one of the account's
     * @param changedFlags RFC 6785 section 4.5; as IMAP writes them
     */
    public record Event(String id, Cause cause, Address user, MailboxId mailbox, String script, List<String> changedFlags) {
        public Event { changedFlags = List.copyOf(changedFlags); }
    }

    /**
     * For one message of the mailbox; nothing where it is gone, or there is no such script. Waits for its turn, a minute or two at
     * most. Throws {@link sigillo.store.StoreException}, also when it was not its turn in that time; {@link sigillo.account.Locked}.
     */
    public void obey(Account account, Event event, long uid) throws IOException {
        owners.turns().take(account.id(), () -> {
            var entry = account.entry(event.mailbox, uid);
            var script = rules.script(account.id(), event.script);
            if (entry.isPresent() && script.isPresent()) run(account, event, entry.get(), script.get());
            return null;
        });
    }

    private void run(Account account, Event event, Entry entry, Rules.Script script) throws IOException {
        try {
            var checked = checked(account.id(), script);
            var content = checked.isPresent() ? account.content(entry.email()) : Optional.<Octets>empty();
            if (content.isPresent()) run(account, event, entry, checked.get(), content.get());
        } catch (Damaged broken) {
            failed(account.id(), event, "it is damaged where it is kept");
        }
    }

    /** Empty, and its owner is told, when it cannot run here. */
    private Optional<Script> checked(AccountId account, Rules.Script script) {
        return switch (compiled.compile(account, script.octets(), rules.includedOf(account))) {
            case Sieve.Compiled.Bad(var errors) -> {
                failed(account, script.name(), errors.getFirst().toString());
                yield Optional.empty();
            }
            case Sieve.Compiled.Ok(var ok) -> {
                var unfit = ok.required().stream().filter(INAPPLICABLE::contains).findFirst();
                unfit.ifPresent(name -> failed(account, script.name(), inapplicable(name)));
                yield unfit.isPresent() ? Optional.empty() : Optional.of(ok);
            }
        };
    }

    private static String inapplicable(String what) { return "\"" + what + "\" is for mail that comes, not for mail that is here"; }

    private void run(Account account, Event event, Entry entry, Script script, Octets content) throws IOException {
        var message = withoutFinalLines(content);
        var around = owners.aroundHere(account.id(), new RuledMailboxes(account), message, environment(account, event));
        switch (Sieve.runHere(script, around, HereFlags.of(entry))) {
            case Outcome.Failed(var error) -> failed(account.id(), event, error.toString());
            case Outcome.Done(var actions) -> {
                boolean isUnfit = actions.stream().anyMatch(one -> one instanceof Action.Vacation || one instanceof Action.Reject);
                if (isUnfit) failed(account.id(), event, inapplicable("vacation or reject"));
                else new Here(account, event, entry, content, message, around).carryOut(actions);
            }
        }
    }

    private void failed(AccountId account, Event event, String why) { failed(account, event.script, why); }

    private void failed(AccountId account, String script, String why) {
        owners.tell(account, "Your script \"" + shown(script)
            + "\", which runs when mail is put into a folder or marked, failed, and the mail is as it was: " + why + ".");
    }

    private static String shown(String name) { return name.length() <= 40 ? name : name.substring(0, 40) + "..."; }

    /** RFC 6785 sections 4.1 to 4.5. Fixed from the beginning. */
    private static Surroundings.Environment environment(Account account, Event event) {
        var items = new HashMap<String, String>();
        items.put("location", "MS");
        items.put("phase", "post");
        items.put("imap.user", event.user.toString());
        items.put("imap.email", event.user.toString());
        items.put("imap.cause", event.cause.name());
        items.put("imap.mailbox", account.mailbox(event.mailbox).map(account::path).orElse(""));
        items.put("imap.changedflags", String.join(" ", event.changedFlags));
        var all = Map.copyOf(items);
        return item -> Optional.ofNullable(all.get(item));
    }

    /** As it was before it was delivered here: what {@link Filing} has written above is nobody else's. */
    private static Octets withoutFinalLines(Octets content) throws IOException {
        var header = Message.parse(content).header();
        if (header.size() == 0 || !header.field(0).name().equalsIgnoreCase("Return-Path")) return content;
        boolean isDelivered = header.size() > 1 && header.field(1).name().equalsIgnoreCase("Delivered-To");
        return content.slice(header.field(isDelivered ? 1 : 0).span().end(), content.length());
    }

    /** What becomes of one message. {@code message}: without what stands above it since it was delivered. */
    private final class Here {
        private final Account account;
        private final Event event;
        private final Entry entry;
        private final Octets content;
        private final Octets message;
        private final Surroundings around;
        private boolean isKept;

        Here(Account account, Event event, Entry entry, Octets content, Octets message, Surroundings around) {
            this.account = account;
            this.event = event;
            this.entry = entry;
            this.content = content;
            this.message = message;
            this.around = around;
        }

        /**
         * Copies first, then what leaves, then what is marked: a stop in between leaves more than was wanted, and never less. Of what
         * has left it is remembered that it did, before it does.
         */
        void carryOut(List<Action> actions) throws IOException {
            var leaving = new ArrayList<Action>();
            int number = 0;
            for (var action : actions) {
                switch (action) {
                    case Action.FileInto into -> file(into, number++);
                    case Action.Redirect redirect -> { if (mayLeave(redirect)) leaving.add(redirect); }
                    case Action.Notice _, Action.Remember _ -> leaving.add(action);
                    case Action.Keep _ -> isKept = true;
                    case Action.Vacation _, Action.Reject _ -> throw new IllegalStateException("not here: " + action);
                }
            }
            if (!leaving.isEmpty() && !leave(leaving)) return;
            var kept = actions.stream().filter(Action.Keep.class::isInstance).map(Action.Keep.class::cast).findFirst();
            if (kept.isPresent()) HereFlags.mark(account, event.mailbox, entry, kept.get().flags());
            else if (!isKept) HereFlags.delete(account, event.mailbox, entry); // RFC 6785 section 2.2.4
        }

        /** RFC 6785 section 3.3: another message. Into its own mailbox it is only kept, or each event would make one more. */
        private void file(Action.FileInto into, int number) throws IOException {
            var mailbox = Ruled.mailbox(account, into.target());
            if (mailbox.equals(Optional.of(event.mailbox))) {
                isKept = true;
                return;
            }
            if (mailbox.isEmpty() || !isFiled(mailbox.get(), into, number)) {
                isKept = true;
                owners.tell(account.id(), "A rule files mail into \"" + shown(into.target().name())
                    + "\", which could not be done: the mail is where it was.");
            }
        }

        private boolean isFiled(MailboxId mailbox, Action.FileInto into, int number) throws IOException {
            var octets = into.edited().isPresent() ? into.edited().get().of(around.message()) : content;
            boolean isDeleted = into.flags().stream().anyMatch(HereFlags.DELETED::equalsIgnoreCase);
            var key = "imapsieve/" + event.id + "/" + entry.uid() + "/" + number;
            var copy = new Deposit(octets, List.of(mailbox), Ruled.keywords(into.flags()), isDeleted, entry.receivedAt(), Optional.of(key));
            return switch (account.deposit(copy)) {
                case Deposited.Kept _, Deposited.AlreadyThere() -> true;
                case Deposited.OverQuota _, Deposited.OverLimit _, Deposited.NoSuchMailbox _ -> false;
            };
        }

        private boolean mayLeave(Action.Redirect redirect) {
            var why = owners.hindrance(account.id(), redirect, around);
            why.ifPresent(reason -> owners.tell(account.id(), "A rule sends mail on, and it is where it was instead: " + reason + "."));
            if (why.isPresent()) isKept = true;
            return why.isEmpty();
        }

        /** RFC 6785 section 3.4: under the owner's address. False: not now, and the message stays unmarked. */
        private boolean leave(List<Action> leaving) throws IOException {
            var once = new SentOnce(rules, account.id(), event.id + "/" + entry.uid());
            return switch (once.begin()) {
                case NEW -> send(leaving, once);
                case SENT -> false;
                case UNKNOWN -> stays("this server was stopped while it was sent, and it may have left before");
                case FULL -> stays("too much was sent or answered by your rules in the last days to take note of more");
            };
        }

        private boolean stays(String why) {
            owners.tell(account.id(), "Your script \"" + shown(event.script) + "\", which runs when mail is put into a folder or"
                + " marked, sends something. It was not sent, and the mail is where it was: " + why + ".");
            return false;
        }

        private boolean send(List<Action> leaving, SentOnce once) throws IOException {
            var envelope = Envelope.of(ReversePath.of(event.user), List.of(Recipient.of(event.user)));
            var mail = new Filing.Mail(envelope, event.user, message, TraceId.fresh(), Optional.empty(), Optional.empty());
            try {
                owners.send(account, mail, new OwnersRules.Said(leaving, around));
            } catch (StoreException | IOException trouble) {
                once.undo(trouble);
                throw trouble;
            }
            once.done();
            return true;
        }
    }
}
