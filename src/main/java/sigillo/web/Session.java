package sigillo.web;

import java.security.MessageDigest;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import sigillo.directory.User;
import sigillo.keyring.Unlocked;

/** Someone who is signed in, with what is his open. {@code formToken}: what the forms of his pages carry. Any thread. */
final class Session {
    private final User user;
    private final Unlocked unlocked;
    private final String formToken;
    private final Instant begunAt;
    private volatile Instant usedAt;
    private volatile boolean kitToConfirm;

    Session(User user, Unlocked unlocked, String formToken, Instant now, boolean kitToConfirm) {
        this.user = user;
        this.unlocked = unlocked;
        this.formToken = formToken;
        this.begunAt = now;
        this.usedAt = now;
        this.kitToConfirm = kitToConfirm;
    }

    User user() { return user; }

    Unlocked unlocked() { return unlocked; }

    String formToken() { return formToken; }

    /** In the same time wherever they differ. */
    boolean isFormToken(String shown) {
        return MessageDigest.isEqual(formToken.getBytes(StandardCharsets.UTF_8), shown.getBytes(StandardCharsets.UTF_8));
    }

    Instant begunAt() { return begunAt; }

    Instant usedAt() { return usedAt; }

    void used(Instant now) { usedAt = now; }

    boolean isKitToConfirm() { return kitToConfirm; }

    void kitToConfirm(boolean now) { kitToConfirm = now; }

    void close() { unlocked.close(); }

    @Override public String toString() { return "a session of account " + user.account(); }
}
