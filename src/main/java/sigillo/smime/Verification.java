package sigillo.smime;

import java.util.Optional;

/** What a signature shows. {@code signer}: the address that its certificate names, where the signature itself holds. */
public record Verification(Optional<SmimeFault> fault, Optional<String> signer) {

    static Verification good(String signer) { return new Verification(Optional.empty(), Optional.of(signer)); }

    static Verification failed(SmimeFault fault) { return new Verification(Optional.of(fault), Optional.empty()); }

    public boolean isGood() { return fault.isEmpty(); }
}
