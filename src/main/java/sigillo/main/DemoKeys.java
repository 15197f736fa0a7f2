package sigillo.main;

import java.io.IOException;
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
import sigillo.openpgp.Certificate;
import sigillo.openpgp.KeyMaking;

/**
 * The one in a demo who is at level L2. This program makes her key, since no browser of hers is there: it is in a file,
 * under her password, to be brought into the webmail, Thunderbird or gpg. Elsewhere such keys are made where they are used.
 */
record DemoKeys(Kept kept, PublishedCertificates published) {
    static final Address CARLA = new Address("carla", DemoTown.DOMAIN);

    static DemoKeys of(Kept kept) { return new DemoKeys(kept, kept.published(DemoTown.DOMAIN)); }

    /** What is to be told of it. She has moved in already. */
    String hand(Map<Address, String> passwords) throws IOException {
        var password = passwords.get(CARLA);
        var file = kept.folder().keys().resolve("carla.asc");
        var account = kept.directory().account(CARLA).orElseThrow().id();
        if (kept.keyring().level(account) == Level.L1) {
            var words = password.toCharArray();
            try (var made = KeyMaking.make("Carla <" + CARLA + ">", kept.clock().instant(), Optional.empty())) {
                DataFolder.write(file, made.exportArmoured(words));
                goes(account, password, made.certificate());
            } finally {
                Arrays.fill(words, '\0');
            }
        }
        return "\n  carla is at level L2: what comes for her is encrypted to her OpenPGP key, which this program made\n"
            + "  (a server would not). It is in " + file + ", under her password: import it where she is to read.\n"
            + "  Mail programs need an app password: sigillo app-password add " + CARLA + " mutt\n";
    }

    private void goes(AccountId account, String password, Certificate certificate) {
        if (published.publish(account, certificate.octets()) instanceof PublishedCertificates.Outcome.Refused(_, var why)) {
            throw new Failure("carla's certificate is not published: " + why);
        }
        var fingerprint = Bytes.wrap(HexFormat.of().parseHex(certificate.fingerprint()));
        kept.credentials().zeroAccess(CARLA, fingerprint, password);
    }
}
