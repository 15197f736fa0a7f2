package sigillo.main.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import sigillo.account.Account;
import sigillo.account.Deposit;
import sigillo.account.Role;
import sigillo.base.Address;
import sigillo.base.Domain;
import sigillo.base.Octets;
import sigillo.directory.Edited;
import sigillo.directory.NewAccount;
import sigillo.keyring.Level;
import sigillo.main.command.Failure;
import sigillo.main.kept.Kept;
import sigillo.message.MessageBody;
import sigillo.message.MessageWriter;
import sigillo.message.NamedAddress;

/** Who lives in a demo. At the first start they move in, and find a letter. */
final class DemoTown {
    static final Domain DOMAIN = Domain.of("sigillo.test");
    static final Address ANNA = new Address("anna", DOMAIN);
    static final Address BRUNO = new Address("bruno", DOMAIN);
    /** Shows what would have left. */
    static final Address OUTSIDE = new Address("outside", DOMAIN);
    private static final String WELCOME = """
        This is a complete mail server on your own machine. Try it:

        - Write to your neighbour: anna and bruno live here.
        - Write to any address in the world. Nothing leaves this machine: what you
          send is in the inbox of %s, as it would have gone out.
        - Watch a message's way: sigillo trace, with its recipient's address.

        The README has the rest.
        """;
    static final List<Address> PEOPLE = List.of(ANNA, BRUNO, OUTSIDE);

    private final Kept kept;
    private final Level level;

    DemoTown(Kept kept, Level level) {
        this.kept = kept;
        this.level = level;
    }

    void moveIn(Map<Address, String> passwords) throws IOException {
        if (!kept.directory().isLocal(DOMAIN)) require(kept.editor().addDomain(DOMAIN));
        for (var person : passwords.entrySet()) {
            if (kept.directory().account(person.getKey()).isEmpty()) moveIn(person.getKey(), person.getValue());
        }
    }

    /** The letter comes before the entry in the directory: who finds that, has the letter, and only once. */
    private void moveIn(Address address, String password) throws IOException {
        var id = NewAccount.freshId();
        var enrolled = kept.credentials().enrol(id, level, password);
        var account = kept.accounts().create(id);
        if (!address.equals(OUTSIDE)) welcome(account, address);
        require(kept.editor().addAccount(new NewAccount(id, address, enrolled.password())));
        // at level L2 no page makes a code before mail is opened, and nobody has seen this one: it would be asked for
        if (address.equals(DemoKeys.CARLA)) require(kept.kits().confirm(address, enrolled.code().text()));
    }

    private void welcome(Account account, Address address) throws IOException {
        var now = kept.clock().instant();
        var letter = new ByteArrayOutputStream();
        new MessageWriter(new SecureRandom()).date(now.atOffset(ZoneOffset.UTC))
            .from(NamedAddress.of("Sigillo", new Address("postmaster", DOMAIN)))
            .to(NamedAddress.of("", address))
            .subject("Welcome to Sigillo")
            .messageId(UUID.randomUUID() + "@" + DemoConfig.HOSTNAME)
            .body(MessageBody.Text.plain(WELCOME.formatted(OUTSIDE)))
            .writeTo(letter);
        account.deposit(Deposit.of(Octets.of(letter.toByteArray()), account.mailboxId(Role.INBOX).orElseThrow(), now));
    }

    private static void require(Edited<?> edited) {
        if (edited instanceof Edited.Refused<?>(var why)) throw new Failure(why);
    }
}
