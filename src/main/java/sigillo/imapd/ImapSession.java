package sigillo.imapd;

import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import sigillo.account.MailboxId;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.imap.AppendCommand;
import sigillo.imap.AuthenticateCommand;
import sigillo.imap.CancelUpdateCommand;
import sigillo.imap.CompressCommand;
import sigillo.imap.CopyCommand;
import sigillo.imap.CreateCommand;
import sigillo.imap.DeleteCommand;
import sigillo.imap.EnableCommand;
import sigillo.imap.ExpungeCommand;
import sigillo.imap.FetchCommand;
import sigillo.imap.FetchItem;
import sigillo.imap.GetMetadataCommand;
import sigillo.imap.IdCommand;
import sigillo.imap.ImapCommand;
import sigillo.imap.ImapWriter;
import sigillo.imap.ListCommand;
import sigillo.imap.LoginCommand;
import sigillo.imap.Names;
import sigillo.imap.NotifyCommand.Event;
import sigillo.imap.NotifyCommand;
import sigillo.imap.QuotaCommand;
import sigillo.imap.RenameCommand;
import sigillo.imap.ReplaceCommand;
import sigillo.imap.SearchCommand;
import sigillo.imap.SelectCommand;
import sigillo.imap.SetMetadataCommand;
import sigillo.imap.SortCommand;
import sigillo.imap.Status;
import sigillo.imap.StatusCommand;
import sigillo.imap.StoreCommand;
import sigillo.imap.SubscribeCommand;
import sigillo.imap.TakesMessages;
import sigillo.imap.ThreadCommand;
import sigillo.login.SignIn;

/**
 * The state of one conversation: a command in, its untagged responses written, the next {@link Step} out. Knows no
 * wire; transcripts are played against it. For one thread at a time.
 */
final class ImapSession implements AutoCloseable {
    /** What the transport is; a new session begins when it changes. */
    record Transport(InetAddress address, boolean tls, boolean tlsPossible, Optional<Bytes> binding) {}

    /** To who has not signed in, and asks for what only those may who have. */
    static final Status STRANGER = Status.bad("Sign in first");

    private final ImapDoor door;
    private final Transport transport;
    private final ImapWriter out;
    private final InstantSource clock;
    private final boolean loginPossible;
    private final Peer peer;
    private final Authentication authentication;
    private final Bell bell = new Bell();
    private Optional<Notifier> notifier = Optional.empty();
    private boolean compressed;
    private String program = ""; // as it says by ID; empty until then
    private State state = new State.NotAuthenticated();

    /** {@code peer} is cut when the user's way in is taken away. */
    ImapSession(ImapDoor door, Transport transport, ImapWriter out, InstantSource clock, Peer peer) {
        this.door = door;
        this.transport = transport;
        this.out = out;
        this.clock = clock;
        this.peer = peer;
        this.loginPossible = transport.tls() || door.settings().loginWithoutTls();
        this.authentication = new Authentication(door, transport.address(), loginPossible, transport.binding(), this::welcome);
    }

    State state() { return state; }

    boolean isSignedIn() { return client().isPresent(); }

    /** RFC 9051 section 7.1: the greeting. Names no product. */
    Status greeting() { return Status.ok("CAPABILITY " + capabilities(), "IMAP4 ready"); }

    /** The connection has ended, or is about to. */
    @Override public void close() {
        authentication.close();
        deselect();
        notifier.ifPresent(Notifier::close);
        notifier = Optional.empty();
        if (compressed) door.compressed().release();
        compressed = false;
        client().ifPresent(client -> {
            client.unlocked().close();
            door.connections().leave(client.user().account());
        });
        state = new State.Logout();
    }

    Step on(String tag, ImapCommand command) throws IOException {
        return switch (command) {
            case ImapCommand.Any any -> any(any);
            case ImapCommand.BeforeLogin _ when isSignedIn() -> bad("You have signed in");
            case ImapCommand.BeforeLogin before -> beforeLogin(before);
            case ImapCommand.AfterLogin _ when !isSignedIn() -> new Step.Done(STRANGER);
            case ImapCommand.AfterLogin after -> afterLogin(after, client().orElseThrow());
            case ImapCommand.OnMailbox _ when !isSignedIn() -> new Step.Done(STRANGER);
            case ImapCommand.OnMailbox on -> {
                var refusal = refusalOnMailbox(on);
                yield refusal.isEmpty() && state instanceof State.Selected(_, var mailbox)
                    ? onMailbox(tag, on, mailbox) : new Step.Done(refusal.orElseThrow());
            }
        };
    }

    /** For the messages of a command of who has signed in. */
    IntakeRoom.Place intakePlace() { return door.intakes().of(client().orElseThrow().user().account()); }

    /** Why a message that was announced shall not come; empty when it may. */
    Optional<Status> refusal(TakesMessages command) {
        if (client().isEmpty()) return Optional.of(STRANGER);
        return switch (command) {
            case AppendCommand append -> new Append(client().get()).refusal(append, 0);
            case ReplaceCommand replace -> {
                var refusal = refusalOnMailbox(replace);
                yield refusal.isEmpty() && state instanceof State.Selected(_, var mailbox)
                    ? new Replace(mailbox, replace).refusal() : refusal;
            }
        };
    }

    /** Why a command is not carried out on the mailbox that is selected; empty when it is. */
    private Optional<Status> refusalOnMailbox(ImapCommand.OnMailbox command) {
        if (!(state instanceof State.Selected(_, var mailbox))) return Optional.of(Status.bad("Select a mailbox first"));
        boolean isNumbered = mailbox.client().features().uidOnly() && Numbered.is(command);
        return isNumbered ? Optional.of(uidRequired()) : Optional.empty();
    }

    /** RFC 9586 section 3.1: to who names messages by numbers. */
    private Status uidRequired() {
        misused(Extension.UIDONLY);
        return Status.bad("UIDREQUIRED", "Only UIDs name messages once UIDONLY is enabled");
    }

    /** {@code messages}: those that came with it. */
    Step keep(TakesMessages command, List<Octets> messages) throws IOException {
        if (client().isEmpty()) return new Step.Done(STRANGER);
        return switch (command) {
            case AppendCommand append -> done(new Append(client().get()).run(append, new Parts(client().get(), messages)), true);
            case ReplaceCommand replace -> {
                var refusal = refusalOnMailbox(replace);
                var parts = new Parts(client().get(), messages);
                yield refusal.isEmpty() && state instanceof State.Selected(_, var mailbox)
                    ? done(new Replace(mailbox, replace).run(parts), true) : new Step.Done(refusal.orElseThrow());
            }
        };
    }

    /** While the client idles: what is new. RFC 9051 section 6.3.13. False when some of it cannot be read now. */
    boolean tell() throws IOException {
        boolean isTold = !(state instanceof State.Selected(var client, var mailbox)) || client.news().isTold(() -> mailbox.tell(true));
        return notificationsAreTold() && isTold;
    }

    /** Whether the client wants to hear between commands: RFC 5465. */
    boolean isNotified() { return notifier.isPresent(); }

    /** As {@link #tell}, while nothing is asked, to who {@link #isNotified}: of the selected mailbox only what was asked for. */
    boolean tellBetweenCommands() throws IOException {
        if (notifier.isEmpty()) return true;
        boolean removals = notifier.get().tellsRemovalsAtOnce();
        boolean flags = notifier.get().tellsSelected(Event.FLAGCHANGE);
        boolean isDue = notifier.get().tellsSelected(Event.MESSAGENEW) && state instanceof State.Selected;
        boolean isTold = !isDue || state instanceof State.Selected(var client, var mailbox)
            && client.news().isTold(() -> mailbox.tellBetweenCommands(removals, flags));
        return notificationsAreTold() && isTold;
    }

    private boolean notificationsAreTold() throws IOException {
        return notifier.isEmpty() || client().orElseThrow().news().isTold(this::notifications);
    }

    private void notifications() throws IOException {
        if (notifier.isEmpty() || notifier.get().tell(selectedId())) return;
        notifier.get().close();
        notifier = Optional.empty();
    }

    private Optional<MailboxId> selectedId() {
        return state instanceof State.Selected(_, var mailbox) ? Optional.of(mailbox.id()) : Optional.empty();
    }

    /** Rung when there may be something to {@link #tell}. */
    Bell bell() { return bell; }

    /** DONE has come. */
    Step idled() throws IOException { return done(Status.ok("Idle completed"), true); }

    // ---- by state ----

    private Step any(ImapCommand.Any command) throws IOException {
        return switch (command) {
            case ImapCommand.Capability() -> {
                out.line("* CAPABILITY " + capabilities());
                yield done(Status.ok("Capabilities listed"), true);
            }
            case ImapCommand.Noop() -> done(Status.ok("Nothing done"), true);
            case ImapCommand.Logout() -> new Step.Bye(Status.bye("Logging out"), Status.ok("Logged out"));
            case IdCommand(var name) -> {
                program = name;
                // RFC 2971 section 3.2; strangers are told nothing
                out.line(isSignedIn() ? "* ID (\"name\" \"Sigillo\")" : "* ID NIL");
                yield done(Status.ok("Identified"), true);
            }
        };
    }

    private Step beforeLogin(ImapCommand.BeforeLogin command) {
        return switch (command) {
            case ImapCommand.StartTls() -> transport.tls() || !transport.tlsPossible()
                ? bad("TLS cannot be started") : new Step.Secure(Status.ok("Begin TLS"));
            case AuthenticateCommand authenticate -> authentication.authenticate(authenticate);
            case LoginCommand login -> authentication.login(login);
        };
    }

    private Step welcome(SignIn.Answer.Welcome welcome) {
        var user = welcome.user();
        if (!door.connections().enter(user.account())) {
            welcome.unlocked().close();
            return new Step.Done(Status.no("LIMIT", "This account has too many connections open"));
        }
        try {
            var account = door.accounts().open(user.account());
            state = new State.Authenticated(
                new Client(user, welcome.unlocked(), account, new Features(), out, new News(out), door, peer, clock, bell));
        } finally {
            if (!isSignedIn()) {
                welcome.unlocked().close();
                door.connections().leave(user.account());
            }
        }
        welcome.unlocked().whenEnded(peer::cut);
        return new Step.Done(Status.ok("CAPABILITY " + capabilities(), "Signed in"));
    }

    private Step afterLogin(ImapCommand.AfterLogin command, Client client) throws IOException {
        return switch (command) {
            case EnableCommand enable -> done(enable(enable, client), true);
            case SelectCommand select -> select(select, client);
            case CreateCommand create -> done(new Folders(client).create(create), true);
            case DeleteCommand delete -> delete(delete, client);
            case RenameCommand rename -> done(new Folders(client).rename(rename), true);
            case SubscribeCommand subscribe -> done(new Folders(client).subscribe(subscribe), true);
            case ListCommand list -> {
                if (list.status().contains(StatusCommand.Item.HIGHESTMODSEQ)) enableCondstore();
                yield done(MailboxList.tell(client, list), true);
            }
            case ImapCommand.Namespace() -> {
                out.line("* NAMESPACE ((\"\" \"/\")) NIL NIL"); // RFC 2342 section 5
                yield done(Status.ok("Namespaces listed"), true);
            }
            case StatusCommand status -> {
                if (status.items().contains(StatusCommand.Item.HIGHESTMODSEQ)) enableCondstore();
                yield done(new MailboxStatus(client).run(status), true);
            }
            case ImapCommand.GetJmapAccess() -> done(jmapAccess(), true);
            case CompressCommand compress -> compress(compress);
            case NotifyCommand notify -> done(notify(notify, client), true);
            case GetMetadataCommand get -> done(new Metadata(client).get(get), true);
            case SetMetadataCommand set -> done(new Metadata(client).set(set), true);
            case QuotaCommand quota -> done(new Quota(client).run(quota), true);
            case AppendCommand append -> keep(append, List.of()); // RFC 4469 section 3: made of what is here
            case ImapCommand.Idle() -> new Step.Idle();
        };
    }

    private Step onMailbox(String tag, ImapCommand.OnMailbox command, SelectedMailbox mailbox) throws IOException {
        return switch (command) {
            case ImapCommand.Check() -> done(Status.ok("Checked"), true);
            case ImapCommand.Unselect() -> {
                deselect();
                yield done(Status.ok("Unselected"), false);
            }
            case ImapCommand.Close() -> {
                var status = Expunge.silently(mailbox);
                deselect();
                yield done(status, false);
            }
            case ExpungeCommand expunge -> removed(Expunge.run(mailbox, expunge), mailbox);
            // RFC 9051 section 7.5.1: while these are answered, no number may change; by UID it may
            case SearchCommand search -> found(Search.run(mailbox, search, tag), mailbox, search.uid());
            case CancelUpdateCommand cancel -> done(mailbox.updates().cancel(cancel.tags())
                ? Status.ok("Cancelled") : Status.bad("There is no such search"), true);
            case SortCommand sort -> found(Search.sort(mailbox, sort, tag), mailbox, sort.search().uid());
            case ThreadCommand thread -> found(Search.thread(mailbox, thread, tag), mailbox, thread.search().uid());
            case FetchCommand fetch -> done(Fetch.run(mailbox, fetch), fetch.uid());
            case StoreCommand store -> done(Store.run(mailbox, store), store.uid());
            case ReplaceCommand replace -> keep(replace, List.of());
            case CopyCommand copy when copy.move() -> removed(CopyMove.run(mailbox, copy), mailbox);
            case CopyCommand copy -> done(CopyMove.run(mailbox, copy), true);
        };
    }

    // ---- what changes the state ----

    private Status notify(NotifyCommand command, Client client) throws IOException {
        // RFC 5465 section 8
        if (!Notifier.knows(command)) {
            return Status.no("BADEVENT (MessageNew MessageExpunge FlagChange MailboxName SubscriptionChange "
                + "MailboxMetadataChange ServerMetadataChange)", "There is no such event");
        }
        // of all mailboxes what there is now, where that is asked for: held until it is told
        long octets = command.status() ? MailboxList.octets(client) : 0;
        try (var _ = client.door().answers().take(client.user().account(), octets)) {
            var now = command.groups().isEmpty()
                ? Optional.<Notifier>empty() : Optional.of(new Notifier(client, command, bell));
            notifier.ifPresent(Notifier::close); // which stays when the new one cannot be made
            notifier = now;
            if (state instanceof State.Selected(_, var mailbox)) mailbox.tellOfNew(itemsOfNew());
            if (command.status() && notifier.isPresent()) notifier.get().tellAll(selectedId());
            return Status.ok("Notifications set");
        } catch (TooMany none) {
            return Status.no("LIMIT", "There is no room for more notifications now");
        }
    }

    private List<FetchItem> itemsOfNew() { return notifier.flatMap(Notifier::selected).map(NotifyCommand.Group::items).orElse(List.of()); }

    /** Only after sign-in, so that no password is ever compressed beside what a stranger may choose: RFC 4978 section 5. */
    private Step compress(CompressCommand command) {
        if (!command.mechanism().equals("DEFLATE")) return bad("There is no such compression");
        if (compressed) return new Step.Done(Status.no("COMPRESSIONACTIVE", "This is compressed already")); // RFC 4978 section 3
        compressed = door.compressed().tryAcquire();
        return compressed ? new Step.Compress(Status.ok("Compressed from now on"))
            : new Step.Done(Status.no("LIMIT", "Too many connections are compressed"));
    }

    private Step select(SelectCommand command, Client client) throws IOException {
        if (command.resync().isPresent() && !client.features().qresync()) return bad("Enable QRESYNC first"); // RFC 7162 section 3.2.5
        boolean isNumbered = command.resync().flatMap(SelectCommand.Known::matches).isPresent();
        if (client.features().uidOnly() && isNumbered) return new Step.Done(uidRequired());
        if (state instanceof State.Selected) {
            deselect();
            out.line("* OK [CLOSED] The mailbox before is closed"); // RFC 9051 section 7.1
        }
        var mailbox = Select.open(client, command);
        if (mailbox.isEmpty()) return done(Status.no("NONEXISTENT", "There is no such mailbox"), false);
        mailbox.get().tellOfNew(itemsOfNew());
        state = new State.Selected(client, mailbox.get());
        return done(Select.status(command), false);
    }

    private Step delete(DeleteCommand command, Client client) throws IOException {
        var doomed = client.account().mailboxId(command.mailbox());
        var status = new Folders(client).delete(doomed, command.mailbox());
        // Our own one: nothing is left to be told of it
        boolean isOurs = state instanceof State.Selected(_, var mailbox) && doomed.equals(Optional.of(mailbox.id()));
        if (status.isOk() && isOurs) deselect();
        return done(status, true);
    }

    private void deselect() {
        if (!(state instanceof State.Selected(var client, var mailbox))) return;
        mailbox.close();
        state = new State.Authenticated(client);
    }

    private Status enable(EnableCommand command, Client client) throws IOException {
        var wished = new ArrayList<>(command.capabilities());
        withheld().forEach(extension -> wished.remove(extension.capability()));
        var enabled = client.features().enable(wished);
        out.line("* ENABLED" + (enabled.isEmpty() ? "" : " " + String.join(" ", enabled)));
        if (client.features().utf8() || client.features().rev2()) out.names(Names.UTF8);
        if ((enabled.contains("CONDSTORE") || enabled.contains("QRESYNC")) && state instanceof State.Selected(_, var mailbox)) {
            client.news().tell(mailbox::tellHighestModSeq); // RFC 7162 section 3.1
        }
        return Status.ok("Enabled");
    }

    private void enableCondstore() throws IOException {
        if (state instanceof State.Selected(_, var mailbox)) mailbox.enableCondstore();
    }

    // ---- programs that cannot do what they have switched on ----

    /** This command was answered with BAD. */
    void isBad(String command) {
        client().flatMap(client -> Extension.spokenOf(command.toUpperCase(Locale.ROOT), client.features(), isNotified()))
            .ifPresent(this::misused);
    }

    /** The next time that this program signs in here, this is not offered to it. */
    void misused(Extension extension) {
        client().ifPresent(client -> door.misuses().note(client.account(), program, extension, clock.instant()));
    }

    private Set<Extension> withheld() {
        return client().map(client -> door.misuses().of(client.account(), program, clock.instant())).orElse(Set.of());
    }

    // ---- small things ----

    /** RFC 9698 section 3. Nothing in the address needs an escape. */
    private Status jmapAccess() throws IOException {
        var url = door.settings().jmapUrl();
        if (url.isEmpty()) return Status.bad("JMAP is not spoken here");
        out.line("* JMAPACCESS \"" + url.get() + "\"");
        return Status.ok("The same mail, the same ids");
    }

    private Optional<Client> client() {
        return switch (state) {
            case State.Authenticated(var client) -> Optional.of(client);
            case State.Selected(var client, _) -> Optional.of(client);
            case State.NotAuthenticated(), State.Logout() -> Optional.empty();
        };
    }

    private String capabilities() {
        return isSignedIn() ? Capabilities.clients(door.settings(), withheld())
            : Capabilities.strangers(transport.tls(), transport.tlsPossible(),
                loginPossible ? door.signIn().mechanisms(transport.binding().isPresent()) : List.of());
    }

    /** The end of a command; before it, what is owed, and what is new in the selected mailbox. */
    private Step done(Status status, boolean removals) throws IOException {
        if (client().isPresent()) client().get().news().tellOwed();
        if (state instanceof State.Selected(_, var mailbox)) mailbox.tellIfReadable(removals);
        if (notifier.isPresent()) client().get().news().isTold(this::notifications);
        return new Step.Done(status);
    }

    /** RFC 5530 section 3: what others have expunged is not found, and its numbers stay until we may say so. */
    private Step found(Status status, SelectedMailbox mailbox, boolean byUid) throws IOException {
        var step = done(status, byUid);
        boolean tells = status.isOk() && status.code().isEmpty() && mailbox.hasUntoldRemovals();
        return tells ? new Step.Done(Status.ok("EXPUNGEISSUED", status.text())) : step;
    }

    /** RFC 7162 section 3.2.7: with QRESYNC, what has removed messages ends with the MODSEQ that the client has come to. */
    private Step removed(Status status, SelectedMailbox mailbox) throws IOException {
        var step = done(status, true);
        boolean tells = status.isOk() && status.code().isEmpty() && mailbox.client().features().qresync();
        return tells ? new Step.Done(Status.ok(mailbox.modSeqCode(), status.text())) : step;
    }

    private static Step bad(String why) { return new Step.Done(Status.bad(why)); }
}
