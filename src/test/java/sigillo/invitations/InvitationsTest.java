package sigillo.invitations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import sigillo.account.Accounts;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.directory.Directory;
import sigillo.directory.DirectorySettings;
import sigillo.directory.Limit;
import sigillo.directory.Town;
import sigillo.invitations.Invitation.State;
import sigillo.invitations.Invitation.Terms;
import sigillo.keyring.Level;
import sigillo.login.TestLogin;
import sigillo.login.WebSignIn;
import sigillo.sealing.Randomness;
import sigillo.store.PartitionName;
import sigillo.store.memory.MemoryStore;

/** What becomes of links: one account each, whoever comes, and nothing said to who has none. */
class InvitationsTest {
    private static final Domain HOME = Domain.of("home.example");
    private final MemoryStore store = new MemoryStore();
    private Instant now = Instant.parse("2026-11-30T12:00:00Z");
    private final TestLogin login = new TestLogin(store, new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "-", Optional.empty())), () -> now);
    private final Accounts accounts = new Accounts(store, login.keyring, Bytes.wrap(new byte[32]), () -> now);
    private final Invitations invitations = open();

    InvitationsTest() {
        login.editor.addDomain(HOME);
        login.moveIn(Town.id("anna"), "anna@home.example", "the first password", Level.L1);
        login.moveIn(Town.id("gone"), "gone@home.example", "the first password", Level.L1);
        Town.done(login.editor.removeAccount(Address.of("gone@home.example")));
        Town.done(login.editor.addAlias(Town.name("@home.example"), Address.of("anna@home.example")));
    }

    private Invitations open() {
        return new Invitations(store, login.directory, login.editor, accounts, login.credentials, Randomness.secure(), () -> now);
    }

    private static Terms terms(Offer offer) { return new Terms(offer, Level.L1, new Limit.Octets(1_000_000)); }

    /** What a browser has of it. */
    private record Link(Invitations there, String secret) {
        Accepted use(String name) { return use(name, (byte) 7); }

        Accepted use(String name, byte password) {
            return there.accept(secret, name, there.find(secret).orElseThrow().parameters().account(), part(password), part((byte) (password + 1)));
        }
    }

    private static byte[] part(byte of) {
        var part = new byte[32];
        Arrays.fill(part, of);
        return part;
    }

    private Link link(Offer offer) {
        var link = Town.done(invitations.make(terms(offer), Duration.ofDays(7))).secret().link("https://mail.home.example");
        assertTrue(link.startsWith("https://mail.home.example/invitation#"), "behind the #, which no log has");
        return new Link(invitations, link.substring(link.indexOf('#') + 1));
    }

    private Link open(String domain) { return link(new Offer.AnyOf(Domain.of(domain))); }

    @Test void whoHasTheLinkMakesTheAccountOnce() {
        var link = open("home.example");
        var made = assertInstanceOf(Accepted.Made.class, link.use(" Carla.Rossi "));
        assertEquals(Address.of("carla.rossi@home.example"), made.address());
        var account = login.directory.account(made.address()).orElseThrow();
        assertEquals(new Limit.Octets(1_000_000), login.directory.limit(account.id()));
        assertEquals(Level.L1, login.keyring.level(account.id()));
        assertTrue(accounts.exists(account.id()));
        assertInstanceOf(Accepted.Gone.class, invitations.accept(link.secret, "dora", account.id().text(), part((byte) 7), part((byte) 8)));
        var line = invitations.all().getFirst();
        assertEquals(State.USED, invitations.state(line));
        assertEquals(made.address(), line.used().orElseThrow().by());
    }

    @Test void thePasswordThatOnlyTheBrowserKnowsSignsInAndOpens() {
        var link = open("home.example");
        var how = invitations.find(link.secret).orElseThrow().parameters();
        link.use("carla");
        var web = login.webSignIn(store, login.signIn(() -> now), () -> now);
        assertEquals(how, web.params("carla@home.example"), "the browser stretches it in the same way from then on");
        var in = assertInstanceOf(WebSignIn.Answer.In.class, web.byStretched("carla@home.example", part((byte) 7), part((byte) 8), Optional.empty()));
        assertTrue(in.unlocked().isWhole() && in.kitToConfirm());
        in.unlocked().close();
        assertInstanceOf(WebSignIn.Answer.Refused.class, web.byStretched("carla@home.example", part((byte) 9), part((byte) 8), Optional.empty()));
    }

    @Test void theSecretIsNotKept() {
        var link = open("home.example");
        var partition = store.partition(new PartitionName("invitations"));
        partition.range(Bytes.utf8("i/"), Bytes.utf8("i/").afterPrefix(), false, (key, value) -> {
            var all = key + new String(value, StandardCharsets.ISO_8859_1);
            assertFalse(all.contains(link.secret));
            return true;
        });
        assertEquals(Optional.empty(), invitations.find(link.secret.substring(1) + "A"));
        for (var none : List.of("", "x", "A".repeat(22), "A".repeat(100_000), link.secret + " ")) assertEquals(Optional.empty(), invitations.find(none));
    }

    private record Named(String name, Class<? extends Accepted> want) {}

    @TestFactory Stream<DynamicTest> names() {
        return Stream.of(new Named("anna", Accepted.NameTaken.class), new Named("ANNA", Accepted.NameTaken.class), new Named("gone", Accepted.NameTaken.class),
            new Named("anna-shop", Accepted.NameTaken.class), new Named("postmaster", Accepted.NameUnfit.class), new Named("Abuse", Accepted.NameUnfit.class),
            new Named("post.master", Accepted.NameUnfit.class), new Named("admin", Accepted.NameUnfit.class), new Named("", Accepted.NameUnfit.class),
            new Named("carla@other.example", Accepted.NameUnfit.class), new Named("carla+x", Accepted.NameUnfit.class), new Named(".carla", Accepted.NameUnfit.class),
            new Named("c..d", Accepted.NameUnfit.class), new Named("cárla", Accepted.NameUnfit.class), new Named("a".repeat(41), Accepted.NameUnfit.class),
            new Named("carla rossi", Accepted.NameUnfit.class), new Named("c\r\nd", Accepted.NameUnfit.class), new Named("carla", Accepted.Made.class))
            .map(one -> DynamicTest.dynamicTest("\"" + one.name + "\"", () -> assertInstanceOf(one.want, open("home.example").use(one.name))));
    }

    @Test void anInvitationToAnAddressGivesThatOneAlsoWhenItWasSomebodys() {
        var link = link(new Offer.Named(Address.of("gone@home.example")));
        var made = assertInstanceOf(Accepted.Made.class, link.use("somebody-else"));
        assertEquals(Address.of("gone@home.example"), made.address());
    }

    @Test void namesCannotBeAskedForWithoutEnd() {
        var link = open("home.example");
        for (int i = 0; i < InvitationLimits.NAMES_MAX; i++) assertInstanceOf(Accepted.NameTaken.class, link.use("anna"));
        assertInstanceOf(Accepted.Gone.class, link.use("carla"));
        assertEquals(State.SPENT, invitations.state(invitations.all().getFirst()));
        var other = open("home.example");
        for (int i = 0; i <= InvitationLimits.NAMES_MAX; i++) assertInstanceOf(Accepted.NameUnfit.class, other.use("postmaster"), "says nothing of others");
        assertInstanceOf(Accepted.Made.class, other.use("carla"));
    }

    @Test void ofManyWithOneLinkOneGetsIt() throws Exception {
        var link = open("home.example");
        var id = invitations.find(link.secret).orElseThrow().parameters().account();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var elsewhere = open(); // as another server of a cluster: another object over the same store
            var tries = java.util.stream.IntStream.range(0, 8).<Callable<Accepted>>mapToObj(i -> () ->
                (i % 2 == 0 ? invitations : elsewhere).accept(link.secret, "guest" + i, id, part((byte) i), part((byte) i))).toList();
            int made = 0;
            for (var one : threads.invokeAll(tries)) if (one.get() instanceof Accepted.Made) made++;
            assertEquals(1, made);
        }
        assertEquals(2, login.directory.accounts().size());
    }

    @Test void whatAStopHasLeftIsDecidedByTheDirectory() {
        var link = open("home.example");
        var invitation = invitations.find(link.secret).orElseThrow();
        // stopped after the claim, before the account
        claim(invitation, invitation.parameters().account());
        assertInstanceOf(Accepted.Busy.class, link.use("carla"), "it may still be under way elsewhere");
        now = now.plus(InvitationLimits.MAKING_MAX);
        assertInstanceOf(Accepted.Made.class, link.use("carla"));
        // stopped after the account, before the link was marked
        var other = open("home.example");
        claim(invitations.find(other.secret).orElseThrow(), login.directory.account(Address.of("carla@home.example")).orElseThrow().id().text());
        assertEquals(State.USED, invitations.state(invitations.find(other.secret).orElseThrow()));
    }

    private void claim(Invitation one, String account) {
        var partition = new sigillo.store.Transactions(store.partition(new PartitionName("invitations")));
        partition.write(tx -> {
            var making = Optional.of(new Invitation.Making(new sigillo.account.AccountId(account), now));
            tx.put(InvitationRows.key(one.hash()), InvitationRows.encode(one.making(making, login.credentials.firstParameters())));
            return null;
        });
    }

    @Test void whoStretchedForAnIdOfBeforeDoesItAnew() {
        var link = open("home.example");
        assertInstanceOf(Accepted.Again.class, invitations.accept(link.secret, "carla", "anna", part((byte) 1), part((byte) 1)));
        var id = invitations.find(link.secret).orElseThrow().parameters().account();
        assertInstanceOf(Accepted.Malformed.class, invitations.accept(link.secret, "carla", id, new byte[31], part((byte) 1)));
        assertInstanceOf(Accepted.Made.class, link.use("carla"), "nothing was lost by that");
    }

    @Test void linksEnd() {
        var link = open("home.example");
        now = now.plus(Duration.ofDays(7));
        assertInstanceOf(Accepted.Gone.class, link.use("carla"));
        var revoked = open("home.example");
        Town.done(invitations.revoke(invitations.find(revoked.secret).orElseThrow().name()));
        assertEquals(Optional.empty(), invitations.find(revoked.secret));
        Town.refused(invitations.revoke("0000000000"));
        now = now.plus(InvitationLimits.KEPT_AFTER);
        open("home.example");
        assertEquals(1, invitations.all().size(), "what is long over goes when another is made");
    }

    @Test void whatTheOperatorCannotOffer() {
        for (var offer : List.of(new Offer.AnyOf(Domain.of("other.example")), new Offer.Named(Address.of("anna@home.example")),
            new Offer.Named(Address.of("x@other.example")))) Town.refused(invitations.make(terms(offer), Duration.ofDays(1)));
        Town.refused(invitations.make(terms(new Offer.AnyOf(HOME)), Duration.ofDays(61)));
        Town.refused(invitations.make(terms(new Offer.AnyOf(HOME)), Duration.ZERO));
        for (int i = 0; i < InvitationLimits.INVITATIONS_MAX; i++) Town.done(invitations.make(terms(new Offer.AnyOf(HOME)), Duration.ofDays(1)));
        Town.refused(invitations.make(terms(new Offer.AnyOf(HOME)), Duration.ofDays(1)));
        now = now.plus(Duration.ofDays(91));
        Town.done(invitations.make(terms(new Offer.AnyOf(HOME)), Duration.ofDays(1)));
        assertEquals(1, invitations.all().size(), "those that are long over make room");
    }
}
