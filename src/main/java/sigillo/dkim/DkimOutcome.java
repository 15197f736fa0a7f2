package sigillo.dkim;

import java.util.Optional;

/**
 * What became of one signature. {@code domain} (d=, as A-labels), {@code selector} and {@code identity} (i=) are empty
 * where the field could not be read; {@code signature} is the begin of b=, which tells signatures of one domain apart
 * (RFC 6008); {@code why} is a sentence for people. All but the result hold strangers' words. {@code isTesting}: the
 * key has t=y.
 */
public record DkimOutcome(DkimResult result, String domain, String selector, String identity, String algorithm,
                          String signature, Optional<String> keySize, boolean isTesting, String why) {
    public boolean isPass() { return result == DkimResult.PASS; }
}
