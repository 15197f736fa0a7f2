package sigillo.main.mail;

import java.util.List;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.correspondents.PublishedCertificates;
import sigillo.wrapping.OwnCertificates;

/** To whom level L2 encrypts: what owners have published. */
public record PublishedByOwners(PublishedCertificates published) implements OwnCertificates {
    @Override public Optional<byte[]> of(AccountId account, String fingerprint) {
        return published.octets(account, fingerprint);
    }

    @Override public List<byte[]> former(AccountId account) { return published.former(account); }
}
