package sigillo.invitations;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.base.Bytes;
import sigillo.base.Sha256;
import sigillo.sealing.Randomness;

/** What is behind the # of a link: 128 random bits in base64url (RFC 4648 section 5). Kept is its hash alone. */
public final class InvitationSecret {
    private static final int OCTETS = 16;
    private static final Pattern FORM = Pattern.compile("[A-Za-z0-9_-]{22}");
    private static final String LABEL = "sigillo/v1/invitation/";

    private final String text;

    private InvitationSecret(String text) { this.text = text; }

    static InvitationSecret random(Randomness randomness) {
        return new InvitationSecret(Base64.getUrlEncoder().withoutPadding().encodeToString(randomness.octets(OCTETS)));
    }

    static Optional<InvitationSecret> parse(String shown) {
        return FORM.matcher(shown).matches() ? Optional.of(new InvitationSecret(shown)) : Optional.empty();
    }

    Bytes hash() { return Bytes.wrap(Sha256.of((LABEL + text).getBytes(StandardCharsets.US_ASCII))); }

    /** The only way out, once. A browser does not send what is behind the #, so no log has it. */
    public String link(String site) { return site + "/invitation#" + text; }

    @Override public String toString() { return "a secret of an invitation"; }
}
