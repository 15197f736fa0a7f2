package sigillo.signing;

import java.util.Base64;
import java.util.Optional;
import sigillo.base.Bytes;
import sigillo.dkim.Algorithm;
import sigillo.shred.Wrapped;
import sigillo.store.RowIn;
import sigillo.store.RowOut;

/**
 * One key. {@code publicKey}: what p= holds (RFC 6376 section 3.6.1, RFC 8463 section 4). {@code secret}: the private
 * one; empty once it is destroyed.
 */
record DomainKey(Algorithm algorithm, String selector, Bytes publicKey, Optional<Kept> secret, Shown shown) {

    /** {@code octets}: PKCS#8, sealed under the key that {@code under} is; where that is empty, not sealed once more. */
    record Kept(Optional<Wrapped> under, Bytes octets) {
        @Override public String toString() { return "a private key"; }
    }

    DomainKey with(Shown now) { return new DomainKey(algorithm, selector, publicKey, secret, now); }

    DomainKey with(Optional<Kept> now) { return new DomainKey(algorithm, selector, publicKey, now, shown); }

    boolean isShown() { return shown == Shown.YES; }

    /** The TXT record: RFC 6376 section 3.6.1. No t=s: mail of this host below the domain is signed by it too. */
    String record() {
        var type = algorithm == Algorithm.ED25519_SHA256 ? "ed25519" : "rsa";
        return "v=DKIM1; k=" + type + "; p=" + Base64.getEncoder().encodeToString(publicKey.unsafeArray());
    }

    void write(RowOut out) {
        out.text(algorithm.text()).text(selector).sized(publicKey.unsafeArray()).octet(shown.ordinal());
        out.optional(secret, kept -> out.optional(kept.under(), under -> out.sized(under.encode()))
            .sized(kept.octets().unsafeArray()));
    }

    static DomainKey read(RowIn in) {
        var algorithm = Algorithm.named(in.text()).orElseThrow(() -> RowIn.broken("no algorithm"));
        var selector = in.text();
        var publicKey = Bytes.wrap(in.sized());
        var shown = Generation.of(Shown.values(), in.octet());
        return new DomainKey(algorithm, selector, publicKey, in.optional(() -> kept(in)), shown);
    }

    private static Kept kept(RowIn in) {
        return new Kept(in.optional(() -> Wrapped.decode(in.sized())), Bytes.wrap(in.sized()));
    }
}
