package sigillo.web;

import sigillo.login.WebSignIn.Again;

/** What a page says when what it asked for once more was not right. */
final class Asking {
    private Asking() {}

    static Html wrong(Visit visit, Again again) {
        return Layout.wrong(visit.say(again == Again.SLOWED ? Text.SLOWED_A_WHILE : Text.PASSWORD_WRONG));
    }
}
