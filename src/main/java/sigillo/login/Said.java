package sigillo.login;

import java.util.Arrays;
import java.util.Base64;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.sasl.PasswordText;

/** What somebody shows of his password: itself, or what his browser made of it ({@link SplitKdf}). */
sealed interface Said {
    /** Whose octets the arrays are, wipes them. */
    record Stretched(byte[] authenticating, byte[] opening) implements Said {
        boolean isWhole() {
            return authenticating.length == SplitKdf.PART_OCTETS && opening.length == SplitKdf.PART_OCTETS;
        }

        void wipe() {
            Arrays.fill(authenticating, (byte) 0);
            Arrays.fill(opening, (byte) 0);
        }

        @Override public Bytes tag(CredentialTags tags, String name, Optional<String> kept) {
            var text = Base64.getEncoder().encodeToString(authenticating);
            return tags.of(name, Optional.of("stretched " + kept.orElse("")), text);
        }

        @Override public String toString() { return "a stretched password"; }
    }

    record Password(PasswordText text) implements Said {
        @Override public Bytes tag(CredentialTags tags, String name, Optional<String> kept) {
            return tags.of(name, kept, text.unsafeOctets());
        }

        @Override public String toString() { return "a password"; }
    }

    /** Its name in memory. */
    Bytes tag(CredentialTags tags, String name, Optional<String> kept);
}
