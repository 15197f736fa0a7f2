package sigillo.admin;

import java.util.List;
import java.util.Optional;
import sigillo.archive.Export;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.directory.PopDeletes;
import sigillo.directory.Suspected;
import sigillo.directory.Writers;
import sigillo.keyring.Level;
import sigillo.login.Grant;
import sigillo.login.SignIn;
import sigillo.moving.Source;
import sigillo.queue.QueueId;

/** What the operator may ask for; one record a use case. As JSON: its kind by {@link Json}'s table, its components as keys. */
public sealed interface Request {
    record Status() implements Request {}

    record AddDomain(Domain domain) implements Request {}

    record ListDomains() implements Request {}

    record RemoveDomain(Domain domain) implements Request {}

    /** {@code level}: the configured one when it is empty. */
    record AddAccount(Address address, String password, Optional<Level> level) implements Request {
        @Override public String toString() { return "AddAccount[" + address + "]"; }
    }

    /** Many in one go: {@link Operator#BATCH_MAX} at most. */
    record AddAccounts(List<AddAccount> accounts) implements Request {
        public AddAccounts {
            accounts = List.copyOf(accounts);
        }
    }

    record ListAccounts() implements Request {}

    /** With the {@code current} password nothing is locked by it. */
    record SetPassword(Address address, String password, Optional<String> current) implements Request {
        @Override public String toString() { return "SetPassword[" + address + "]"; }
    }

    /** {@code password}: the account's, where it is needed. */
    record SetLevel(Address address, Level level, Optional<String> password) implements Request {
        @Override public String toString() { return "SetLevel[" + address + ", " + level + "]"; }
    }

    record NewRecoveryCode(Address address, Optional<String> password) implements Request {
        @Override public String toString() { return "NewRecoveryCode[" + address + "]"; }
    }

    /** The owner has lost the password. */
    record Recover(Address address, String code, String password) implements Request {
        @Override public String toString() { return "Recover[" + address + "]"; }
    }

    /** {@code secret}: the recovery code or a former password. */
    record Unlock(Address address, String secret) implements Request {
        @Override public String toString() { return "Unlock[" + address + "]"; }
    }

    /** An app password or a token. {@code password}: the account's, needed at level L1. {@code days}: so long a token holds. */
    record MakeGrant(Address address, Grant.Kind kind, String name, List<SignIn.Service> services, Optional<Integer> days, Optional<String> password)
            implements Request {
        @Override public String toString() { return "MakeGrant[" + address + ", " + kind + "]"; }
    }

    record ListGrants(Address address, Grant.Kind kind) implements Request {}

    record RevokeGrant(Address address, Grant.Kind kind, long number) implements Request {}

    record RenewKeys(Address address) implements Request {}

    /** For who has lost his authenticator and his backup codes. */
    record TurnOffSecondFactor(Address address) implements Request {}

    record SetDisabled(Address address, boolean disabled) implements Request {}

    record RemoveAccount(Address address) implements Request {}

    /** {@code limit}: octets, "none" or "default"; without it nothing is changed. What there is is shown. */
    record AccountQuota(Address address, Optional<String> limit) implements Request {}

    /** The same of all accounts of a domain together. */
    record DomainQuota(Domain domain, Optional<String> limit) implements Request {}

    /**
     * What becomes of what a POP client deletes, and where suspected mail goes, which POP shows in the inbox alone; what is
     * empty is not changed. What holds is shown.
     */
    record AccountPop(Address address, Optional<PopDeletes> deletes, Optional<Suspected> suspected) implements Request {}

    /**
     * The account's scripts of rules (Sieve); with {@code script}, one is put there under {@code name} and active; {@code
     * off}: none is.
     */
    record AccountRules(Address address, String name, Optional<String> script, boolean off) implements Request {
        @Override public String toString() { return "AccountRules[" + address + "]"; }
    }

    /**
     * What an account wants of the filter, or with an empty {@code address} the operator for all. {@code junkFrom}: a number,
     * "default" or "never"; {@code allow}, {@code block}, {@code refuse}: whom; {@code unlist}: of whom nothing is said any more.
     * What holds is shown.
     */
    record FilterWishes(Optional<Address> address, Optional<String> junkFrom, List<String> allow, List<String> block, List<String> refuse,
                        List<String> unlist) implements Request {
        public FilterWishes {
            allow = List.copyOf(allow);
            block = List.copyOf(block);
            refuse = List.copyOf(refuse);
            unlist = List.copyOf(unlist);
        }
    }

    /** How much was learnt of what its owner says of junk; {@code forget}: from now on nothing is known of that. */
    record AccountLearning(Address address, boolean forget) implements Request {}

    /** What was refused or put off for the account in the last 30 days. */
    record AccountRefused(Address address) implements Request {}

    /** How much the account sends; with {@code key} and {@code max} a limit of its own is set, or "default" again. */
    record AccountSending(Address address, Optional<String> key, Optional<String> max) implements Request {}

    /** The account sends nothing until {@link ResumeSending}; what waits of it is held. */
    record PauseSending(Address address) implements Request {}

    /** A paused account sends again. {@code drop}: what waits of it is not sent. */
    record ResumeSending(Address address, boolean drop) implements Request {}

    /** Who has complained, of all accounts or of one. */
    record ListComplaints(Optional<Address> account) implements Request {}

    /** The account may write to the recipient again. */
    record LiftComplaint(Address account, Address recipient) implements Request {}

    /** How mail fares at each receiver and destination. */
    record ListDestinations() implements Request {}

    /** The pace of an address that is new to receivers: shown, or begun ({@code on}), or ended. */
    record WarmUp(Optional<Boolean> on) implements Request {}

    /** What reports of others that came by mail say. */
    record ListReports() implements Request {}

    /** How far the reading of everything is, and what it found. {@code now}: begins a pass. */
    record Scrub(boolean now) implements Request {}

    record VerifyAccount(Address address) implements Request {}

    /** What was expunged and can be had back, the last first. {@code password}: the account's, needed at level L1. */
    record ListExpunged(Address address, int max, Optional<String> password) implements Request {
        @Override public String toString() { return "ListExpunged[" + address + "]"; }
    }

    /** {@code numbers}: as listed; all when it is empty. {@code into}: a mailbox's path; else each where it was. */
    record Undelete(Address address, List<Long> numbers, Optional<String> into, Optional<String> password) implements Request {
        public Undelete {
            numbers = List.copyOf(numbers);
        }

        @Override public String toString() { return "Undelete[" + address + "]"; }
    }

    /** All mail into {@code folder}, an absolute path that the server's user can write. In clear. */
    record ExportMail(Address address, String folder, Export.Format format, Optional<String> password) implements Request {
        @Override public String toString() { return "ExportMail[" + address + "]"; }
    }

    /** {@code from}: an absolute path that the server's user can read. {@code into}: a mailbox below which all is put. */
    record ImportMail(Address address, String from, Optional<String> into, Optional<String> password) implements Request {
        @Override public String toString() { return "ImportMail[" + address + "]"; }
    }

    /** Mail of another server. {@code into}, {@code followsDeletes}: as {@link sigillo.moving.Move} has them. */
    record ImportOverImap(Address address, Source source, Optional<String> into, boolean followsDeletes, Optional<String> password)
            implements Request {
        @Override public String toString() { return "ImportOverImap[" + address + "]"; }
    }

    /** {@code alias}: an address, or {@code @} and a domain for all that is nobody's. */
    record AddAlias(String alias, Address target) implements Request {}

    record ListAliases() implements Request {}

    /** Who may write to it, and whether those whom it reaches may write under it; what is empty stays. */
    record SetAlias(String alias, Optional<Writers> writers, Optional<Boolean> membersSpeak) implements Request {}

    /** {@code posts}: who may write to it: members, owner or anyone. {@code title} empty: its name. */
    record AddList(Address list, String title, Address owner, String posts) implements Request {}

    record ListLists() implements Request {}

    record ListMembers(Address list) implements Request {}

    /** Asks somebody by mail whether to join. */
    record InviteMember(Address list, Address who) implements Request {}

    record DropMember(Address list, Address who) implements Request {}

    /** Posts that wait for the owner. */
    record ListHeld(Address list) implements Request {}

    /** {@code approved}: to all members; else it is removed. */
    record DecideHeld(Address list, String post, boolean approved) implements Request {}

    /** With its members. */
    record RemoveList(Address list) implements Request {}

    /** A fresh masked address of an account. */
    record MakeMasked(Address account, String note) implements Request {}

    record ListMasked(Address account) implements Request {}

    /** What is empty stays. */
    record ChangeMasked(Address address, Optional<Boolean> paused, Optional<String> note) implements Request {}

    /** For good. */
    record RemoveMasked(Address address) implements Request {}

    /** {@code certificate}: of OpenPGP, armoured: public keys alone. */
    record PublishOpenPgp(Address account, String certificate) implements Request {}

    record ListOpenPgp() implements Request {}

    record ExportOpenPgp(Address account) implements Request {}

    record WithdrawOpenPgp(Address account) implements Request {}

    /**
     * Entries of the key log that an earlier release wrote; with {@code really} they are taken over. {@code accounts}:
     * whose they are, as who asks has seen.
     */
    record AdoptKeyLog(List<Address> accounts, boolean really) implements Request {
        public AdoptKeyLog { accounts = List.copyOf(accounts); }
    }

    /** {@code to}: an address, or a domain whose name he chooses. {@code limit}: as of {@link AccountQuota}. {@code mail}: where the link is sent. */
    record Invite(String to, Optional<Level> level, Optional<String> limit, int hours, Optional<Address> mail) implements Request {}

    record ListInvitations() implements Request {}

    /** {@code name}: as listed. */
    record RevokeInvitation(String name) implements Request {}

    record RemoveAlias(String alias, Optional<Address> target) implements Request {}

    /** What DNS should show of a domain, and what it does: asked now. */
    record CheckDns(Domain domain) implements Request {}

    /** What mail programs would find that are set up for the domain: played now. */
    record CheckClients(Domain domain) implements Request {}

    /** Changes DNS where it does not show that. {@code takesMail}: MX of others give way. {@code isDry}: only says what would be changed. */
    record PublishDns(Domain domain, boolean takesMail, boolean isDry) implements Request {}

    /** Which keys mail is signed with, of a domain or of all, and what DNS shows of them. {@code now}: it is asked first. */
    record ListDkim(Optional<Domain> domain, boolean now) implements Request {}

    /** Makes new keys of a domain, to be published. */
    record RotateDkim(Domain domain) implements Request {}

    /** Which process runs, and where its program lies; {@code now}: it lets conversations end, gives the store up, and starts again after an upgrade. */
    record StandAside(boolean now) implements Request {}

    /**
     * Which version runs, which newer one there is, how the last upgrade went; {@code look}: asks for newer ones first,
     * where it is configured.
     */
    record ShowReleases(boolean look) implements Request {}

    /** How the server is, looked at now. */
    record Examine() implements Request {}

    /** What helps who helps, without anybody's mail, addresses or names; {@code domains}: with names of domains. */
    record Bundle(boolean domains) implements Request {}

    /** The last who came to port 25. */
    record ListCallers() implements Request {}

    /** What is served, and when it is renewed. */
    record ShowCertificates() implements Request {}

    /** One is ordered now; {@code newKey}: or a key is made that the next ones are for, once DNS shows it. */
    record RenewCertificate(boolean newKey) implements Request {}

    /** One of another's is served from now on; absolute paths that the server's user can read. */
    record BringCertificate(String chain, String key) implements Request {}

    /** Now, to one target or to all. */
    record BackUp(Optional<String> target) implements Request {}

    /** The targets, or what is in one of them. */
    record ListBackups(Optional<String> target) implements Request {}

    /** Entries behind {@code after}, in order of arrival; a page of them. */
    record ListQueue(Optional<QueueId> after, int max) implements Request {}

    /** Exactly one of the four says for which entries: an id, recipients of a domain, a sender here, all. */
    record OrderQueue(QueueOrder order, Optional<QueueId> id, Optional<Domain> to, Optional<Address> sender, boolean all)
            implements Request {}

    /** {@code GIVE_UP}: with a notification to each sender; {@code DROP}: without. */
    enum QueueOrder { RETRY, GIVE_UP, DROP, HOLD, RELEASE }

    /** {@code what}: a trace id, the id of an entry in the queue, or an address whose newest stories are wanted. */
    record Trace(String what, int max) implements Request {}

    // ---- in pages, for who looks through many ----

    /** Accounts whose address has {@code search} in it, by address, behind {@code after}: a page of them, and how many there are. */
    record FindAccounts(String search, Optional<Address> after, int max) implements Request {}

    /** What waits, by the domain it goes to: as much of it as is looked at in one go. */
    record QueueByDomain() implements Request {}

    /** Recipients that wait, of one domain or with an empty {@code domain} of all, behind the entry {@code after}: a page of them. */
    record ListWaiting(String domain, Optional<QueueId> after, int max) implements Request {}

    /** What was refused or put off for accounts whose address has {@code search} in it, the latest first. */
    record ListRefused(String search, int max) implements Request {}
}
