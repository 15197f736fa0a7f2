package sigillo.admin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import sigillo.account.Accounts;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.base.Domain;
import sigillo.directory.Directory;
import sigillo.directory.DirectorySettings;
import sigillo.keyring.Level;
import sigillo.keyring.Unlocked;
import sigillo.login.Grant;
import sigillo.login.SignIn;
import sigillo.login.SignIn.Service;
import sigillo.login.TestLogin;
import sigillo.store.memory.MemoryStore;

/** Who has signed in while the operator takes it from him. */
class WaysInTest {
    private static final Address ANNA = Address.of("anna@home.example");

    private final InstantSource clock = InstantSource.system();
    private final MemoryStore store = new MemoryStore();
    private final Directory directory = new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), "+", Optional.empty()));
    private final TestLogin login = new TestLogin(store, directory, clock);
    private final Operator operator = new Operator(directory, login.editor, new Residents(new Accounts(store, login.keyring, Bytes.wrap(new byte[32]), clock),
        login.keyring, login.credentials, login.grants(store, clock), login.factor(store, clock), login.kits(store), login.departed(store, clock), Level.L1), null, null, null, () -> null);
    private final SignIn signIn = login.everySignIn(store, login.grants(store, clock), true, clock);
    private final AtomicInteger ended = new AtomicInteger();

    WaysInTest() {
        done(new Request.AddDomain(Domain.of("home.example")));
        done(new Request.AddAccount(ANNA, "secret", Optional.empty()));
    }

    @AfterEach void close() { login.close(); }

    private Object done(Request request) { return assertInstanceOf(Answer.Done.class, operator.perform(request), request.toString()).result(); }

    private Unlocked open(String secret, Service service) {
        return assertInstanceOf(SignIn.Answer.Welcome.class, signIn.signIn(ANNA.toString(), secret, service, Optional.empty())).unlocked();
    }

    private List<Unlocked> everybody() {
        var phone = (Results.NewGrant) done(new Request.MakeGrant(ANNA, Grant.Kind.APP_PASSWORD, "phone", List.of(Service.IMAP, Service.SMTP), Optional.empty(), Optional.of("secret")));
        var readers = List.of(open("secret", Service.IMAP), open(phone.secret(), Service.IMAP));
        readers.forEach(reader -> reader.whenEnded(ended::incrementAndGet));
        return List.of(readers.get(0), readers.get(1), open("secret", Service.SMTP), open(phone.secret(), Service.SMTP));
    }

    private void assertAllEnded(List<Unlocked> ways) {
        assertEquals(2, ended.getAndSet(0), "who reads is cut");
        for (var way : ways) assertFalse(way.stands());
    }

    @Test void allEndWhenTheAccountIsDisabled() {
        var ways = everybody();
        for (var way : ways) assertTrue(way.stands());
        done(new Request.SetDisabled(ANNA, true));
        assertAllEnded(ways);
        assertInstanceOf(SignIn.Answer.Refused.class, signIn.signIn(ANNA.toString(), "secret", Service.IMAP, Optional.empty()));
        done(new Request.SetDisabled(ANNA, false));
        open("secret", Service.IMAP).close();
    }

    @Test void allEndWhenItIsRemoved() {
        var ways = everybody();
        done(new Request.RemoveAccount(ANNA));
        assertAllEnded(ways);
    }

    @Test void allEndWhenTheOperatorResetsThePassword() {
        var ways = everybody();
        done(new Request.SetPassword(ANNA, "fresh", Optional.empty()));
        assertAllEnded(ways);
    }
}
