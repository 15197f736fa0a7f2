package sigillo.imapd;

import java.io.IOException;
import java.net.InetAddress;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.base.Octets;
import sigillo.imap.AppendCommand;
import sigillo.imap.AuthenticateCommand;
import sigillo.imap.CopyCommand;
import sigillo.imap.CreateCommand;
import sigillo.imap.DeleteCommand;
import sigillo.imap.EnableCommand;
import sigillo.imap.ExpungeCommand;
import sigillo.imap.FetchCommand;
import sigillo.imap.IdCommand;
import sigillo.imap.ImapCommand;
import sigillo.imap.ImapWriter;
import sigillo.imap.ListCommand;
import sigillo.imap.LoginCommand;
import sigillo.imap.Names;
import sigillo.imap.RenameCommand;
import sigillo.imap.SearchCommand;
import sigillo.imap.SelectCommand;
import sigillo.imap.Status;
import sigillo.imap.StatusCommand;
import sigillo.imap.StoreCommand;
import sigillo.imap.SubscribeCommand;
import sigillo.login.SignIn;

/**
 * The state of one conversation: a command in, its untagged responses written, the next {@link Step} out. Knows no
 * wire; transcripts are played against it. For one thread at a time.
 */
final class ImapSession implements AutoCloseable {
    /** What the transport is; a new session begins when it changes. */
    record Transport(InetAddress address, boolean tls, boolean tlsPossible, Optional<Bytes> binding) {}

    private final ImapDoor door;
    private final Transport transport;
    private final ImapWriter out;
    private final InstantSource clock;
    private final boolean loginPossible;
    private final Peer peer;
    private final Authentication authentication;
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
            case ImapCommand.AfterLogin _ when !isSignedIn() -> bad("Sign in first");
            case ImapCommand.AfterLogin after -> afterLogin(after, client().orElseThrow());
            case ImapCommand.OnMailbox _ when !isSignedIn() -> bad("Sign in first");
            case ImapCommand.OnMailbox on -> state instanceof State.Selected(_, var mailbox)
                ? onMailbox(tag, on, mailbox) : bad("Select a mailbox first");
        };
    }

    /** Why a message that was announced shall not come; empty when it may. */
    Optional<Status> refusal(AppendCommand command) {
        return client().isEmpty() ? Optional.of(Status.bad("Sign in first"))
            : new Append(client().get(), clock).refusal(command);
    }

    Step append(AppendCommand command, Octets message) throws IOException {
        if (client().isEmpty()) return bad("Sign in first");
        return done(new Append(client().get(), clock).run(command, message), true);
    }

    /** While the client idles: what is new. RFC 9051 section 6.3.13. */
    void tell() throws IOException {
        if (state instanceof State.Selected(_, var mailbox)) mailbox.tell(true);
    }

    /** Rung when there may be something to {@link #tell}; empty when nothing is selected. */
    Optional<Bell> bell() {
        return state instanceof State.Selected(_, var mailbox) ? Optional.of(mailbox.bell()) : Optional.empty();
    }

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
            case IdCommand() -> {
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
                new Client(user, welcome.unlocked(), account, new Features(), out, new News(out), door, peer, clock));
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
            case ListCommand list when list.lsub() -> done(new MailboxList(client).runLsub(list), true);
            case ListCommand list -> {
                if (list.status().contains(StatusCommand.Item.HIGHESTMODSEQ)) enableCondstore();
                yield done(new MailboxList(client).run(list), true);
            }
            case ImapCommand.Namespace() -> {
                out.line("* NAMESPACE ((\"\" \"/\")) NIL NIL"); // RFC 2342 section 5
                yield done(Status.ok("Namespaces listed"), true);
            }
            case StatusCommand status -> {
                if (status.items().contains(StatusCommand.Item.HIGHESTMODSEQ)) enableCondstore();
                yield done(new MailboxStatus(client).run(status), true);
            }
            case AppendCommand _ -> bad("A message was expected");
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
                Expunge.silently(mailbox);
                deselect();
                yield done(Status.ok("Closed"), false);
            }
            case ExpungeCommand expunge -> done(Expunge.run(mailbox, expunge), true);
            // RFC 9051 section 7.5.1: while these are answered, no number may change; by UID it may
            case SearchCommand search -> done(Search.run(mailbox, search, tag), search.uid());
            case FetchCommand fetch -> done(Fetch.run(mailbox, fetch), fetch.uid());
            case StoreCommand store -> done(Store.run(mailbox, store), store.uid());
            case CopyCommand copy -> done(CopyMove.run(mailbox, copy), true);
        };
    }

    // ---- what changes the state ----

    private Step select(SelectCommand command, Client client) throws IOException {
        if (state instanceof State.Selected) {
            deselect();
            out.line("* OK [CLOSED] The mailbox before is closed"); // RFC 9051 section 7.1
        }
        var mailbox = Select.open(client, command);
        if (mailbox.isEmpty()) return done(Status.no("NONEXISTENT", "There is no such mailbox"), false);
        state = new State.Selected(client, mailbox.get());
        return done(Select.status(command), false);
    }

    private Step delete(DeleteCommand command, Client client) throws IOException {
        var doomed = client.account().mailboxId(command.mailbox());
        var status = new Folders(client).delete(doomed);
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
        var enabled = client.features().enable(command.capabilities());
        out.line("* ENABLED" + (enabled.isEmpty() ? "" : " " + String.join(" ", enabled)));
        if (client.features().utf8() || client.features().rev2()) out.names(Names.UTF8);
        if (enabled.contains("CONDSTORE") && state instanceof State.Selected(_, var mailbox)) {
            client.news().tell(mailbox::tellHighestModSeq); // RFC 7162 section 3.1
        }
        return Status.ok("Enabled");
    }

    private void enableCondstore() throws IOException {
        if (state instanceof State.Selected(_, var mailbox)) mailbox.enableCondstore();
    }

    // ---- small things ----

    private Optional<Client> client() {
        return switch (state) {
            case State.Authenticated(var client) -> Optional.of(client);
            case State.Selected(var client, _) -> Optional.of(client);
            case State.NotAuthenticated(), State.Logout() -> Optional.empty();
        };
    }

    private String capabilities() {
        return isSignedIn() ? Capabilities.clients(door.settings().messageOctetsMax())
            : Capabilities.strangers(transport.tls(), transport.tlsPossible(),
                loginPossible ? door.signIn().mechanisms(transport.binding().isPresent()) : List.of());
    }

    /** The end of a command; before it, what is owed, and what is new in the selected mailbox. */
    private Step done(Status status, boolean removals) throws IOException {
        if (client().isPresent()) client().get().news().tellOwed();
        if (state instanceof State.Selected(_, var mailbox)) mailbox.tellIfReadable(removals);
        return new Step.Done(status);
    }

    private static Step bad(String why) { return new Step.Done(Status.bad(why)); }
}
