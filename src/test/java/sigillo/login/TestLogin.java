package sigillo.login;

import java.time.InstantSource;
import java.util.Random;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.directory.Edited;
import sigillo.directory.NewAccount;
import sigillo.keyring.Keyring;
import sigillo.keyring.Level;
import sigillo.keyring.TestSeal;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;
import sigillo.store.Store;

/** Signing in as servers have it, over a test's store, with passwords that cost little. Peppers are the same each time. */
public final class TestLogin implements AutoCloseable {
    public final Directory directory;
    public final DirectoryEditor editor;
    public final Keyring keyring;
    public final Passwords passwords;
    public final Credentials credentials;
    private final Devices devices;
    public final Slowdown slowdown;
    private final Vouching vouching;

    public TestLogin(Store store, Directory directory, InstantSource clock) { this(store, directory, TestSeal.keyring(store, clock), clock); }

    public TestLogin(Store store, Directory directory, Keyring keyring, InstantSource clock) {
        this(store, directory, keyring, cheap(vouching()), vouching(), clock);
    }

    TestLogin(Store store, Directory directory, InstantSource clock, Vouching vouching) {
        this(store, directory, TestSeal.keyring(store, clock), cheap(vouching), vouching, clock);
    }

    TestLogin(Store store, Directory directory, Keyring keyring, Passwords passwords, InstantSource clock) {
        this(store, directory, keyring, passwords, vouching(), clock);
    }

    private static Passwords cheap(Vouching vouching) { return new Passwords(peppers(), vouching, new Argon2id.Cost(64, 1, 1)); }

    private TestLogin(
            Store store, Directory directory, Keyring keyring, Passwords passwords, Vouching vouching, InstantSource clock) {
        this.vouching = vouching;
        this.passwords = passwords;
        this.directory = directory;
        this.editor = new DirectoryEditor(directory, clock);
        this.keyring = keyring;
        this.credentials = new Credentials(store, directory, editor, keyring, passwords, Randomness.secure());
        this.devices = new Devices(store, peppers());
        this.slowdown = new Slowdown(devices, new KeptGuesses(store, peppers()));
    }

    static Vouching vouching() { return new Vouching(peppers(), new TestSeal.MemoryFloors(), new TestSeal.Heard()); }

    static Peppers peppers() {
        var random = new Random(9);
        Randomness randomness = random::nextBytes;
        return new Peppers(Secret.random(randomness), Secret.random(randomness));
    }

    /** Gives keys and an entry to an account whose mailboxes the caller makes; its recovery code. */
    public RecoveryCode moveIn(AccountId id, String address, String password, Level level) {
        var enrolled = credentials.enrol(id, level, password);
        if (editor.addAccount(new NewAccount(id, Address.of(address), enrolled.password())) instanceof Edited.Refused<?>(var why)) throw new AssertionError(why);
        return enrolled.code();
    }

    public PasswordSignIn signIn(InstantSource clock) { return new PasswordSignIn(directory, credentials, passwords, slowdown, clock); }

    public SecondFactor factor(Store store, InstantSource clock) { return new SecondFactor(store, peppers(), vouching, Randomness.secure(), clock); }

    /** The authenticator's secret. */
    public byte[] turnOnFactor(Store store, AccountRecord account, InstantSource clock) {
        var factor = factor(store, clock);
        if (!(factor.begin(account.id(), account.address(), "home") instanceof Edited.Done<SecondFactor.Enrolment>(var begun))) throw new AssertionError();
        var secret = SecondFactorTest.octets(begun.secret());
        if (!(factor.confirm(account.id(), Totp.code(secret, Totp.step(clock.instant()))) instanceof Edited.Done<?>)) throw new AssertionError();
        return secret;
    }

    public Departed departed(Store store, InstantSource clock) {
        return new Departed(directory, credentials, grants(store, clock), factor(store, clock), kits(store), devices);
    }

    public Kits kits(Store store) { return new Kits(store, directory, keyring); }

    /** Beside {@code signIn}, with which it counts guesses. */
    public WebSignIn webSignIn(Store store, PasswordSignIn signIn, InstantSource clock) {
        return new WebSignIn(directory, credentials, passwords, signIn, factor(store, clock), kits(store), clock);
    }

    /** {@code areTaken}: whether account passwords are, in mail programs. */
    public SignIn everySignIn(Store store, Grants grants, boolean areTaken, InstantSource clock) {
        return new GrantSignIn(directory, grants, signIn(clock), factor(store, clock), areTaken, slowdown, clock);
    }

    public Grants grants(Store store, InstantSource clock) {
        return new Grants(store, directory, credentials, keyring, peppers(), vouching, Randomness.secure(), clock);
    }

    @Override public void close() {
        passwords.close();
        keyring.close();
    }
}
