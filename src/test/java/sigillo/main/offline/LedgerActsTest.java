package sigillo.main.offline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import sigillo.account.AccountId;
import sigillo.admin.Act;
import sigillo.admin.Answer;
import sigillo.admin.Request;
import sigillo.archive.Export;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.directory.PopDeletes;
import sigillo.directory.Writers;
import sigillo.keyring.Level;
import sigillo.ledger.LedgerLine;
import sigillo.login.Grant;
import sigillo.login.SignIn.Service;
import sigillo.main.config.Config;
import sigillo.main.config.ConfigFile;
import sigillo.main.kept.Kept;
import sigillo.moving.Source;

/**
 * Each act of an operator on an account is in its owner's ledger: done by the desks over a data directory, as commands
 * do it and as the operator's pages ask for it, and read afterwards.
 */
class LedgerActsTest {
    private static final Domain HOME = Domain.of("home.example");
    private static final Address ANNA = Address.of("anna@home.example");
    private static final Address BRUNO = Address.of("bruno@home.example");
    private static final Address CARLA = Address.of("carla@home.example");
    private static final Address INFO = Address.of("info@home.example");
    private static final Pattern ACT = Pattern.compile("\"what\":\"operator\",(.*)\\}");

    /** What is asked for, and what the ledger says of it; nothing where it says nothing. */
    private record Case(Request request, String... entry) {}

    private static Request.FilterWishes wishes(List<String> allow) {
        return new Request.FilterWishes(Optional.of(ANNA), Optional.empty(), allow, List.of(), List.of(), List.of());
    }

    private static final List<Case> CASES = List.of(
        new Case(new Request.AddAccount(ANNA, "first password", Optional.of(Level.L0)), "\"act\":\"AddAccount\""),
        new Case(new Request.AccountQuota(ANNA, Optional.empty())),
        new Case(new Request.AccountQuota(ANNA, Optional.of("1000000")),
            "\"act\":\"AccountQuota\",\"limit\":\"1000000\""),
        new Case(new Request.SetDisabled(ANNA, true), "\"act\":\"Disable\""),
        new Case(new Request.SetDisabled(ANNA, false), "\"act\":\"Enable\""),
        new Case(new Request.AccountSending(ANNA, Optional.empty(), Optional.empty())),
        new Case(new Request.AccountSending(ANNA, Optional.of("messages_per_hour"), Optional.of("7")),
            "\"act\":\"AccountSending\",\"key\":\"messages_per_hour\",\"max\":\"7\""),
        new Case(new Request.PauseSending(ANNA), "\"act\":\"PauseSending\""),
        new Case(new Request.ResumeSending(ANNA, false), "\"act\":\"ResumeSending\""),
        new Case(new Request.PauseSending(ANNA), "\"act\":\"PauseSending\""),
        new Case(new Request.ResumeSending(ANNA, true), "\"act\":\"ResumeAndDrop\""),
        new Case(new Request.AccountPop(ANNA, Optional.of(PopDeletes.values()[0]), Optional.empty()),
            "\"act\":\"AccountPop\""),
        new Case(new Request.AccountPop(ANNA, Optional.empty(), Optional.empty())),
        new Case(new Request.AccountRules(ANNA, "main", Optional.of("keep;\r\n"), false), "\"act\":\"AccountRules\""),
        new Case(new Request.AccountRules(ANNA, "", Optional.empty(), false), "\"act\":\"ReadRules\""),
        new Case(new Request.AccountRules(ANNA, "main", Optional.empty(), true), "\"act\":\"AccountRules\""),
        new Case(wishes(List.of("friend@example.org")), "\"act\":\"FilterWishes\""),
        new Case(wishes(List.of())),
        new Case(new Request.AccountLearning(ANNA, false)),
        new Case(new Request.AccountLearning(ANNA, true), "\"act\":\"AccountLearning\""),
        new Case(new Request.AccountRefused(ANNA), "\"act\":\"AccountRefused\""),
        new Case(new Request.AccountRefused(ANNA)), // once an hour
        new Case(new Request.MakeGrant(ANNA, Grant.Kind.APP_PASSWORD, "phone", List.of(Service.IMAP), Optional.empty(),
            Optional.empty()),
            "\"act\":\"MakeGrant\",\"name\":\"phone\""),
        new Case(new Request.ListGrants(ANNA, Grant.Kind.APP_PASSWORD)),
        new Case(new Request.RevokeGrant(ANNA, Grant.Kind.APP_PASSWORD, 1), "\"act\":\"RevokeGrant\",\"number\":\"1\""),
        new Case(new Request.NewRecoveryCode(ANNA, Optional.empty()), "\"act\":\"NewRecoveryCode\""),
        new Case(new Request.RenewKeys(ANNA), "\"act\":\"RenewKeys\""),
        new Case(new Request.SetPassword(ANNA, "second password", Optional.empty()), "\"act\":\"SetPassword\""),
        new Case(new Request.AddAlias(INFO.toString(), ANNA), "\"act\":\"AddAlias\",\"alias\":\"info@home.example\""),
        new Case(new Request.SetAlias(INFO.toString(), Optional.of(Writers.values()[0]), Optional.empty()),
            "\"act\":\"SetAlias\",\"alias\":\"info@home.example\""),
        new Case(new Request.RemoveAlias(INFO.toString(), Optional.empty()),
            "\"act\":\"RemoveAlias\",\"alias\":\"info@home.example\""),
        new Case(new Request.MakeMasked(ANNA, "a shop"), "\"act\":\"MakeMasked\""),
        new Case(new Request.ListMasked(ANNA), "\"act\":\"ListMasked\""),
        new Case(new Request.ListExpunged(ANNA, 9, Optional.empty()), "\"act\":\"ListExpunged\""),
        new Case(new Request.OrderQueue(Request.QueueOrder.HOLD, Optional.empty(), Optional.empty(), Optional.of(ANNA),
            false),
            "\"act\":\"OrderQueue\",\"order\":\"HOLD\""),
        new Case(new Request.VerifyAccount(ANNA)));

    @TempDir static Path folder;
    private static List<String> brunos;
    private static List<String> annas;

    private static Config config() {
        var text = "hostname = \"mail.home.example\"\ndata = \"" + folder.resolve("data") + "\"\n";
        return assertInstanceOf(ConfigFile.Outcome.Right.class, ConfigFile.parse(folder.resolve("sigillo.toml"),
            text)).config();
    }

    private static Object done(Answer answer, Object of) {
        return assertInstanceOf(Answer.Done.class, answer, of + ": " + answer).result();
    }

    @BeforeAll static void theDesksDoAllOfIt() throws Exception {
        Files.createDirectories(folder.resolve("data"));
        var masked = new ArrayList<Address>();
        try (var desks = Offline.orRunning(config())) {
            done(desks.ask(new Request.AddDomain(HOME)), "the domain");
            for (var one : CASES) {
                var result = done(desks.ask(one.request()), one.request());
                if (one.request() instanceof Request.MakeMasked) masked.add(Address.of(result.toString()
                    .replaceAll("(?s).*?([a-z0-9.-]+@home\\.example).*", "$1")));
            }
            done(desks.ask(new Request.ChangeMasked(masked.getFirst(), Optional.of(true), Optional.empty())), "masked");
            done(desks.ask(new Request.RemoveMasked(masked.getFirst())), "masked");
            done(desks.ask(new Request.ExportMail(ANNA, folder.resolve("out").toString(), Export.Format.values()[0],
                Optional.empty())), "export");
            done(desks.ask(new Request.ImportMail(ANNA, folder.resolve("out").toString(), Optional.empty(),
                Optional.empty())), "import");
            // one of two is there already: he hears of nothing, the other that he was made
            done(desks.ask(new Request.AddAccounts(List.of(new Request.AddAccount(ANNA, "third password",
                Optional.of(Level.L0)),
                new Request.AddAccount(BRUNO, "first password", Optional.of(Level.L0))))), "two");
            // refused: nothing is noted
            assertInstanceOf(Answer.Failed.class, desks.ask(new Request.ResumeSending(BRUNO, false)));
            assertInstanceOf(Answer.Failed.class, desks.ask(new Request.AccountQuota(BRUNO, Optional.of("much"))));
            done(desks.ask(new Request.AddAccount(CARLA, "first password", Optional.of(Level.L0))), "carla");
            done(desks.ask(new Request.RemoveAccount(CARLA)), "carla");
        }
        try (var kept = Kept.open(config())) {
            annas = acts(kept, ANNA);
            brunos = acts(kept, BRUNO);
            assertEquals(Set.of(id(kept, ANNA), id(kept, BRUNO)), new HashSet<>(kept.ledger().accounts()),
                "of who was removed there is none");
        }
    }

    private static AccountId id(Kept kept, Address address) { return kept.directory().account(address).orElseThrow()
        .id(); }

    private static List<String> acts(Kept kept, Address address) {
        var ledger = kept.ledger();
        var account = id(kept, address);
        var head = ledger.head(account);
        var texts = new ArrayList<String>();
        for (long from = head.first(); from < head.next(); from += 100)
            ledger.lines(account, from, head.next()).stream().map(LedgerLine::text).flatMap(Optional::stream)
                .forEach(texts::add);
        return texts.stream().map(ACT::matcher).filter(found -> found.find()).map(found -> found.group(1)).toList();
    }

    @Test void eachActOnAnAccountIsInItsLedgerInOrder() {
        var want = new ArrayList<>(CASES.stream().flatMap(one -> Stream.of(one.entry)).toList());
        int end = want.size();
        assertEquals(String.join("\n", want), String.join("\n", annas.subList(0, Math.min(end, annas.size()))));
        var rest = annas.subList(end, annas.size());
        assertEquals(4, rest.size(), rest.toString());
        assertTrue(rest.get(0).matches("\"act\":\"ChangeMasked\",\"masked\":\"[^\"]+@home.example\""), rest.get(0));
        assertTrue(rest.get(1).matches("\"act\":\"RemoveMasked\",\"masked\":\"[^\"]+@home.example\""), rest.get(1));
        assertEquals(List.of("\"act\":\"ExportMail\"", "\"act\":\"ImportMail\""), rest.subList(2, 4));
    }

    @Test void whatWasRefusedIsNotInIt() { assertEquals(List.of("\"act\":\"AddAccount\""), brunos); }

    /** What needs a running server, a second factor, mail or keys to be done: what would be said. */
    @Test void whatIsNotDoneHereIsAnActToo() {
        var source = new Source("imap.example.org", 993, Source.Encryption.IMPLICIT,
            new Source.Trust(Optional.empty(), Optional.empty()), "x", "y", Source.Way.PASSWORD);
        var more = List.<Request>of(
            new Request.SetLevel(ANNA, Level.L1, Optional.empty()), new Request.Recover(ANNA, "x", "y"),
                new Request.Unlock(ANNA, "x"),
            new Request.TurnOffSecondFactor(ANNA), new Request.LiftComplaint(ANNA, BRUNO), new Request.Undelete(ANNA,
                List.of(), Optional.empty(), Optional.empty()),
            new Request.ImportOverImap(ANNA, source, Optional.empty(), false, Optional.empty()),
                new Request.PublishOpenPgp(ANNA, "x"),
            new Request.WithdrawOpenPgp(ANNA));
        for (var request : more) assertTrue(Act.of(request).filter(act -> act.about().equals(List.of(ANNA))
            && !act.isLook()).isPresent(), request.toString());
        var names = Stream.concat(CASES.stream().map(Case::request), more.stream()).map(one -> one.getClass()
            .getSimpleName()).collect(Collectors.toCollection(TreeSet::new));
        names.addAll(List.of("ChangeMasked", "RemoveMasked", "ExportMail", "ImportMail", "AddAccounts"));
        var owners = Stream.of(Request.class.getPermittedSubclasses()).filter(LedgerActsTest::namesAnAccount)
            .map(Class::getSimpleName).collect(Collectors.toCollection(TreeSet::new));
        owners.removeAll(names);
        assertEquals(Set.of("RemoveAccount", "ExportOpenPgp", "ListComplaints"), owners,
            "requests about an account of which nobody has said whether they are noted");
    }

    /** A look at where somebody's mail went is his to know of; one by a message's number is nobody's. */
    @Test void whoIsLookedAtByAddressHearsOfIt() {
        assertTrue(Act.of(new Request.Trace(ANNA.toString(), 5)).filter(Act::isLook).isPresent());
        assertEquals(Optional.empty(), Act.of(new Request.Trace("t0123", 5)));
    }

    @Test void eachActHasWordsInTheWebmail() throws Exception {
        var words = Files.readString(Path.of("web/src/text/trust-en.ts"));
        var acts = Stream.concat(annas.stream().map(text -> text.replaceAll("\"act\":\"([A-Za-z]+)\".*", "$1")),
            Stream.of("SetLevel", "Recover", "Unlock", "TurnOffSecondFactor", "LiftComplaint", "Undelete",
                "ImportOverImap", "PublishOpenPgp",
                "WithdrawOpenPgp", "AdoptKeyLog", "Trace")).collect(Collectors.toCollection(TreeSet::new));
        acts.removeIf(act -> words.contains(" " + act + ": '"));
        assertEquals(Set.of(), acts);
    }

    private static boolean namesAnAccount(Class<?> request) {
        return Stream.of(request.getRecordComponents()).anyMatch(one ->
            (one.getName().equals("address") || one.getName().equals("account"))
            && one.getGenericType().getTypeName().contains("Address"));
    }
}
