package sigillo.web;

import java.util.Optional;
import sigillo.http.Asked;

/** One request of someone, signed in or not, in his language. */
record Visit(Asked asked, Speech speech, Optional<Session> session) {

    /** For pages that are shown only to who is signed in. */
    Session mine() { return session.orElseThrow(); }

    String say(Sentence text, Object... values) { return speech.say(text, values); }

    /** What every form of his pages carries. */
    Html token() {
        return session
            .map(one -> Html.of("<input type=\"hidden\" name=\"token\" value=\"{}\">", one.formToken()))
            .orElse(Html.NONE);
    }
}
