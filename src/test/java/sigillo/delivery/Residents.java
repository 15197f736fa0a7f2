package sigillo.delivery;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.time.Instant;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.SetClock;
import sigillo.directory.AliasRecord;
import sigillo.directory.Directory;
import sigillo.directory.DirectoryEditor;
import sigillo.directory.DirectorySettings;
import sigillo.directory.Edited;
import sigillo.directory.NewAccount;
import sigillo.directory.Suspected;
import sigillo.directory.Writers;
import sigillo.store.memory.MemoryStore;

/** A directory written down by a test. Names without {@code @} are at {@code home.example}, and accounts' ids too. */
public final class Residents {
    public final Directory directory =
        new Directory(new MemoryStore(), new DirectorySettings(Domain.of("mx.home.example"), "+", Optional.empty()));
    private final DirectoryEditor editor = new DirectoryEditor(directory, new SetClock(Instant.EPOCH));

    public Residents domains(String... names) {
        for (var name : names) done(editor.addDomain(Domain.of(name)));
        return this;
    }

    public Residents accounts(String... names) {
        for (var name : names) done(editor.addAccount(new NewAccount(new AccountId(name), address(name), "no hash")));
        return this;
    }

    public Residents disabled(String name) {
        done(editor.setDisabled(address(name), true));
        return this;
    }

    Residents suspected(String name, Suspected where) {
        done(editor.setSuspected(address(name), where));
        return this;
    }

    public Residents alias(String name, String... targets) {
        var key = AliasRecord.Name.parse(name.contains("@") ? name : name + "@home.example").orElseThrow();
        for (var target : targets) done(editor.addAlias(key, address(target)));
        return this;
    }

    Residents group(String name, Writers writers) {
        done(editor.setAlias(AliasRecord.Name.parse(name + "@home.example").orElseThrow(), Optional.of(writers), Optional.empty()));
        return this;
    }

    static Address address(String name) { return Address.of(name.contains("@") ? name : name + "@home.example"); }

    private static void done(Edited<?> edited) { assertInstanceOf(Edited.Done.class, edited, edited.toString()); }
}
