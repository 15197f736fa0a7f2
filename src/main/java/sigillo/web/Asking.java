package sigillo.web;

import java.util.Optional;
import sigillo.login.Passwords;
import sigillo.login.WebSignIn.Again;
import tools.jackson.databind.JsonNode;

/** What is asked of who is signed in, before something that matters: a stolen session must not be for ever. */
final class Asking {
    /** Signs of a new password: with fewer, whoever has the store and the keys tries them all. */
    static final int PASSWORD_SIGNS_MIN = 12;

    private Asking() {}

    /** Empty when his password is right; else what the page says. Slowed as at the doors. */
    static Optional<Text> password(House house, Visit visit, String typed) {
        var again = house.signIn().passwordAgain(visit.mine().user(), typed, Optional.of(visit.asked().client()));
        return text(again, Text.PASSWORD_WRONG);
    }

    /** The same in JSON, where a browser says what it made of the password ({@code authenticating}), so that it does not leave it. */
    static Optional<Text> password(House house, Visit visit, JsonNode with) {
        if (!with.has("authenticating")) return password(house, visit, Json.text(with, "password"));
        var again = house.signIn().stretchedAgain(visit.mine().user(), Json.octets(with, "authenticating"), Optional.of(visit.asked().client()));
        return text(again, Text.PASSWORD_WRONG);
    }

    /**
     * The same, or a passkey of his that he shows just now ({@code passkey}), for what is to be done by himself
     * there.
     */
    static Optional<Text> passwordOrPasskey(House house, Visit visit, JsonNode with) {
        if (!with.has("passkey")) return password(house, visit, with);
        boolean isShown = PasskeySaid.shown(house, visit.asked(), with.path("passkey")).filter(said ->
            house.grants().passkeys().isShownAgain(said, visit.mine().user().account(), visit.mine().name()))
            .isPresent();
        return isShown ? Optional.empty() : Optional.of(Text.NOT_DONE);
    }

    /** Whether anything of that is said; what is not said is no wrong password. */
    static boolean isSaid(JsonNode with) {
        return with.has("passkey") || with.has("authenticating") || with.has("password");
    }

    /** The same for a code of the second factor, where one is on. */
    static Optional<Text> code(House house, Visit visit, String typed) {
        var again = house.signIn().codeAgain(visit.mine().user(), typed, Optional.of(visit.asked().client()));
        return text(again, Text.CODE_WRONG);
    }

    private static Optional<Text> text(Again again, Text wrong) {
        return switch (again) {
            case RIGHT -> Optional.empty();
            case WRONG -> Optional.of(wrong);
            case UNSAID -> Optional.of(Text.PASSWORD_UNSAID);
            case SLOWED -> Optional.of(Text.SLOWED_A_WHILE);
        };
    }

    /** Why this cannot be a new password. */
    static Optional<Text> newPassword(String next, String again) {
        if (!next.equals(again)) return Optional.of(Text.PASSWORDS_DIFFER);
        if (next.codePointCount(0, next.length()) < PASSWORD_SIGNS_MIN) return Optional.of(Text.PASSWORD_SHORT);
        return Passwords.whyNot(next).map(_ -> Text.PASSWORD_UNFIT);
    }
}
