package sigillo.directory;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.store.Store;
import sigillo.store.memory.MemoryStore;

/** A directory for tests, made by the names of those who live there. Account ids are the addresses' letters. */
public final class Town {
    public final Store store;
    public final Directory directory;
    public final DirectoryEditor editor;

    public Town() { this("+", Optional.empty()); }

    public Town(String separator, Optional<Address> postmaster) { this(new MemoryStore(), separator, postmaster); }

    public Town(Store store, String separator, Optional<Address> postmaster) {
        this.store = store;
        this.directory = new Directory(store, new DirectorySettings(Domain.of("mail.home.example"), separator, postmaster));
        this.editor = new DirectoryEditor(directory, () -> Instant.parse("2026-11-25T00:00:00Z"));
    }

    public Town domain(String name) {
        done(editor.addDomain(Domain.of(name)));
        return this;
    }

    public Town account(String address) { return account(address, "no hash"); }

    public Town account(String address, String hash) {
        done(editor.addAccount(new NewAccount(id(address), Address.of(address), hash)));
        return this;
    }

    public Town disabled(String address) {
        account(address);
        done(editor.setDisabled(Address.of(address), true));
        return this;
    }

    public Town alias(String name, String... targets) {
        for (var target : targets) done(editor.addAlias(name(name), Address.of(target)));
        return this;
    }

    public static AliasRecord.Name name(String text) { return AliasRecord.Name.parse(text).orElseThrow(); }

    public static AccountId id(String address) { return new AccountId(address.toLowerCase().replaceAll("[^a-z0-9]", "")); }

    public static <T> T done(Edited<T> edited) {
        return switch (edited) {
            case Edited.Done<T>(var now) -> now;
            case Edited.Refused<T>(var why) -> throw new AssertionError(why);
        };
    }

    public static String refused(Edited<?> edited) { return assertInstanceOf(Edited.Refused.class, edited).why(); }
}
