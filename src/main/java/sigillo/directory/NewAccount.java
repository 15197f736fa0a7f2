package sigillo.directory;

import java.security.SecureRandom;
import sigillo.account.AccountId;
import sigillo.base.Address;

/** An account to be made. {@code password}: what {@code login.Credentials} gave. */
public record NewAccount(AccountId id, Address address, String password) {
    private static final SecureRandom RANDOM = new SecureRandom();
    private static final String ALPHABET = "abcdefghijklmnopqrstuvwxyz234567";

    /** Of 80 random bits: never used before, also not by an account that was removed or that is in a backup only. */
    public static AccountId freshId() {
        var text = new StringBuilder();
        RANDOM.ints(16, 0, ALPHABET.length()).forEach(i -> text.append(ALPHABET.charAt(i)));
        return new AccountId(text.toString());
    }

    @Override public String toString() { return address + " (" + id + ")"; }
}
