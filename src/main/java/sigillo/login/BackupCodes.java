package sigillo.login;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Crockford;
import sigillo.base.Bytes;
import sigillo.sealing.Randomness;
import sigillo.sealing.Secret;

/**
 * Codes for who has not his authenticator: ten signs of 50 random bits, each good once. What is kept of them is a hash
 * under a key that is not in the store, so that it cannot be searched for them.
 */
final class BackupCodes {
    static final int COUNT = 10;
    private static final int SIGNS = 10;
    private static final int BITS_MASK = Crockford.ALPHABET.length() - 1;

    private BackupCodes() {}

    /** In two groups of five signs. */
    static List<String> fresh(Randomness randomness) {
        var codes = new ArrayList<String>();
        while (codes.size() < COUNT) codes.add(code(randomness.octets(SIGNS)));
        return List.copyOf(codes);
    }

    private static String code(byte[] random) {
        var text = new StringBuilder();
        for (byte octet : random) text.append(Crockford.ALPHABET.charAt(octet & BITS_MASK));
        return text.insert(SIGNS / 2, '-').toString();
    }

    /** Whether it has the form of one. */
    static boolean isOne(String typed) {
        var meant = Crockford.meant(typed);
        return meant.length() == SIGNS && meant.chars().allMatch(sign -> Crockford.ALPHABET.indexOf(sign) >= 0);
    }

    /** Empty for what is none. */
    static Optional<Bytes> hash(Secret key, AccountId account, String typed) {
        var meant = Crockford.meant(typed);
        if (!isOne(typed)) return Optional.empty();
        var text = account.text() + "/" + meant;
        return Optional.of(Bytes.wrap(Peppers.mac(key, text.getBytes(StandardCharsets.US_ASCII))));
    }
}
