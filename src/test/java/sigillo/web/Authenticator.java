package sigillo.web;

import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.time.Instant;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** The app on someone's phone: RFC 6238, written apart from the server's. */
public final class Authenticator {
    private final byte[] secret;

    /** In base 32, blanks allowed. */
    public Authenticator(String typed) {
        var signs = typed.replace(" ", "");
        var bits = new java.math.BigInteger("0");
        for (char sign : signs.toCharArray()) bits = bits.shiftLeft(5).or(java.math.BigInteger.valueOf("ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".indexOf(sign)));
        int octets = signs.length() * 5 / 8;
        var all = bits.shiftRight(signs.length() * 5 - octets * 8).toByteArray();
        secret = new byte[octets];
        for (int i = 0; i < octets && i < all.length; i++) secret[octets - 1 - i] = all[all.length - 1 - i];
    }

    public String code(Instant now) {
        try {
            var mac = Mac.getInstance("HmacSHA1");
            mac.init(new SecretKeySpec(secret, "HmacSHA1"));
            var hash = mac.doFinal(ByteBuffer.allocate(8).putLong(now.getEpochSecond() / 30).array());
            int cut = ByteBuffer.wrap(hash).getInt(hash[19] & 15) & 0x7FFFFFFF;
            return "%06d".formatted(cut % 1_000_000);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
