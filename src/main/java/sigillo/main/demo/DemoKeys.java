package sigillo.main.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.base.Bytes;
import sigillo.correspondents.PublishedCertificates;
import sigillo.keyring.Level;
import sigillo.main.command.Failure;
import sigillo.main.folder.DataFolder;
import sigillo.main.kept.Kept;
import sigillo.openpgp.Certificate;
import sigillo.openpgp.KeyMaking;

/**
 * OpenPGP keys of people in a demo: anna's certificate is published, and carla is at level L2. This program makes the
 * keys, since no browser of theirs is there: each is in a file, under its owner's password, to be brought into the
 * webmail, Thunderbird or gpg. Elsewhere such keys are made where they are used.
 */
record DemoKeys(Kept kept, PublishedCertificates published) {
    static final Address CARLA = new Address("carla", DemoTown.DOMAIN);

    static DemoKeys of(Kept kept) { return new DemoKeys(kept, kept.published(DemoTown.DOMAIN)); }

    /** What is to be told of it. They have moved in already. */
    String hand(Map<Address, String> passwords) throws IOException {
        hand(DemoTown.ANNA, "Anna", passwords);
        hand(CARLA, "Carla", passwords);
        return "\n  anna and carla have OpenPGP keys that this program made (a server would not):\n"
            + "  " + file(DemoTown.ANNA) + " and carla.asc beside it, under their passwords.\n"
            + "  Import them where they are to read. anna's certificate was published, for others to find; when she\n"
            + "  turns end to end on in the webmail, the key of her browser takes its place.\n"
            + "  carla is at level L2: what comes for her is encrypted to her key.\n"
            + "  Mail programs need an app password for her: sigillo app-password add " + CARLA + " mutt\n";
    }

    /** Once: who has published another certificate since, has withdrawn it or has left L2, meant it. */
    private void hand(Address address, String name, Map<Address, String> passwords) throws IOException {
        var account = kept.directory().account(address).orElseThrow().id();
        boolean isToBeMade = address.equals(CARLA) ? kept.keyring().level(account) == Level.L1
            : !Files.exists(file(address)) && published.own(account).isEmpty();
        if (!isToBeMade) return;
        var words = passwords.get(address).toCharArray();
        try (var made = KeyMaking.make(name + " <" + address + ">", kept.clock().instant(), Optional.empty())) {
            DataFolder.write(file(address), made.exportArmoured(words));
            publish(address, account, made.certificate());
            if (address.equals(CARLA)) goes(passwords.get(CARLA), made.certificate());
        } finally {
            Arrays.fill(words, '\0');
        }
    }

    private Path file(Address of) { return kept.folder().keys().resolve(of.localPart() + ".asc"); }

    private void publish(Address address, AccountId account, Certificate certificate) {
        var outcome = published.publish(account, certificate.octets());
        if (outcome instanceof PublishedCertificates.Outcome.Refused(_, var why)) {
            throw new Failure("the certificate of " + address + " is not published: " + why);
        }
    }

    private void goes(String password, Certificate certificate) {
        var fingerprint = Bytes.wrap(HexFormat.of().parseHex(certificate.fingerprint()));
        kept.credentials().zeroAccess(CARLA, fingerprint, password);
    }
}
