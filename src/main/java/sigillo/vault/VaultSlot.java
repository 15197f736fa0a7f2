package sigillo.vault;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import sigillo.base.Bytes;
import sigillo.base.Sha256;

/** One way to the client root. {@code wrapped}: the client root under what follows from a secret that is not here. */
public record VaultSlot(String id, Kind kind, Bytes wrapped) {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9_-]{1," + VaultLimits.SLOT_ID_CHARACTERS_MAX + "}");

    /** The order is that of rows: new ones come last. */
    public enum Kind {
        PASSWORD, RECOVERY, PASSKEY;

        public String text() { return name().toLowerCase(java.util.Locale.ROOT); }

        public static Optional<Kind> of(String text) {
            for (var kind : values()) if (kind.text().equals(text)) return Optional.of(kind);
            return Optional.empty();
        }
    }

    /** As browsers call that of a passkey: the SHA-256 of its credential in base64url. */
    public static String ofPasskey(Bytes credential) {
        return Base64.getUrlEncoder().withoutPadding().encodeToString(Sha256.of(credential.toArray()));
    }

    boolean isFit() {
        return ID.matcher(id).matches() && wrapped.length() > 0 && wrapped.length() <= VaultLimits.WRAPPED_OCTETS_MAX;
    }

    @Override public String toString() { return kind.text() + " slot " + id; }
}
