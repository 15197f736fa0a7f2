package sigillo.web;

import java.util.List;
import sigillo.http.Fields;
import sigillo.preflight.Advice;
import sigillo.preflight.Question;

/** The folded questions of size and place, and what comes of the answers. Nothing of it is kept. */
record SetupAdvice(int status, Html html) {

    static SetupAdvice asking(Visit visit) { return new SetupAdvice(200, questions(visit, Fields.NONE, "", Html.NONE)); }

    static SetupAdvice given(Visit visit, Fields form) {
        return switch (Advice.on(question -> form.get(question.key()))) {
            case Advice.Outcome.Given(var advice) -> new SetupAdvice(200, questions(visit, form, " open", lines(visit, advice)));
            case Advice.Outcome.Unanswered(var question) -> new SetupAdvice(400, questions(visit, form, " open",
                Layout.wrong(visit.say(SetupText.UNANSWERED, SetupBefore.say(visit, question.words())))));
        };
    }

    private static Html questions(Visit visit, Fields said, String open, Html first) {
        var fields = List.of(Question.values()).stream().map(question -> field(visit, question, said.get(question.key()))).toList();
        return Html.of("<details{}><summary>{}</summary>\n{}{}</details>\n", new Html(open), visit.say(SetupText.ADVICE), first,
            Layout.form(visit, SetupDoor.PATH, "advise", Html.join(fields), Layout.button(visit.say(SetupText.ADVISE))));
    }

    private static Html field(Visit visit, Question question, String said) {
        var label = SetupBefore.say(visit, question.words());
        if (question.isNumber()) return Layout.field(label, question.key(), "number", "required min=\"" + question.least() + "\" max=\"" + question.most() + "\" value=\"" + Html.escaped(said) + "\"");
        if (question.choices().isEmpty()) return Layout.field(label, question.key(), "text", "required maxlength=\"2\" autocapitalize=\"characters\" autocomplete=\"country\" value=\"" + Html.escaped(said) + "\"");
        var options = question.choices().stream().map(choice -> Html.of("<option value=\"{}\"{}>{}</option>", choice.key(),
            new Html(choice.key().equals(said) ? " selected" : ""), SetupBefore.say(visit, choice.words()))).toList();
        return Html.of("<p class=\"field\"><label for=\"{}\">{}</label><select id=\"{}\" name=\"{}\">{}</select></p>\n", question.key(), label, question.key(), question.key(), options);
    }

    private static Html lines(Visit visit, List<Advice> advice) {
        return Html.of("<ul class=\"list\">\n{}</ul>\n", advice.stream().map(one -> Html.of("<li class=\"card\"><div><h2>{}</h2><p>{}</p><p class=\"hint\">{}</p></div></li>\n",
            SetupBefore.say(visit, one.title()), SetupBefore.say(visit, one.advice()), SetupBefore.say(visit, one.reason()))).toList());
    }
}
