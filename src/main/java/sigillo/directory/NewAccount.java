package sigillo.directory;

import java.security.SecureRandom;
import sigillo.account.AccountId;
import sigillo.base.Address;

/** An account to be made. {@code password}: what {@code login.Credentials} gave. */
public record NewAccount(AccountId id, Address address, String password) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final int ID_SIGNS = 16;
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    /** Of 80 random bits: never used before, also not by an account that was removed or that is in a backup only. */
    public static AccountId freshId() {
        var random = new byte[ID_SIGNS];
        RANDOM.nextBytes(random);
        return id(random);
    }

    /** Of 16 octets, of which five bits count each. */
    public static AccountId id(byte[] random) {
        var text = new StringBuilder();
        for (int i = 0; i < ID_SIGNS; i++) text.append(ALPHABET.charAt(random[i] & ALPHABET.length() - 1));
        return new AccountId(text.toString());
    }

    @Override public String toString() { return address + " (" + id + ")"; }
}
