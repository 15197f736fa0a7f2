package sigillo.web;

import java.text.NumberFormat;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import sigillo.account.AccountId;
import sigillo.filter.Wished;
import sigillo.filter.Wishes.Threshold;
import sigillo.filter.Word;
import sigillo.http.Fields;
import sigillo.http.Reply;

/** From which score on mail of an owner goes to Junk, and whom he allows, blocks and refuses. */
final class FilterPage implements Page {
    static final String PATH = "/filter";
    /** Entries on a page, each with a button. */
    private static final int LISTED_MAX = 100;

    private final House house;

    FilterPage(House house) { this.house = house; }

    @Override public Reply shown(Visit visit) { return page(200, visit, Notice.of(visit)); }

    private static AccountId owner(Visit visit) { return visit.mine().user().account(); }

    private Reply page(int status, Visit visit, Optional<Html> note) {
        var wished = house.wishes().of(owner(visit));
        var off = house.wishes().settings().isOn() ? Html.NONE : Layout.warn(Layout.p(visit.say(Text.FILTER_IS_OFF)));
        return Layout.page(status, visit, Text.FILTER, Layout.note(note), off, Layout.p(visit.say(Text.FILTER_WHAT)), line(visit, wished.junkFrom()),
            saying(visit), listed(visit, wished));
    }

    // ---- the line ----

    private Html line(Visit visit, Threshold line) {
        var ofServer = visit.say(Text.FILTER_LINE_SERVER, number(visit, house.wishes().settings().junkFrom()));
        var own = line instanceof Threshold.From(var score) ? new Threshold.From(score).text() : "";
        return Layout.form(visit, PATH, "line", Html.of("""
            <fieldset><legend>{}</legend>
            {}{}{}</fieldset>
            <p class="field"><label for="score">{}</label><input id="score" name="score" type="text" inputmode="decimal" maxlength="6" \
            autocomplete="off" aria-describedby="score-hint" value="{}"></p>
            <p class="hint" id="score-hint">{}</p>
            """, visit.say(Text.FILTER_LINE), choice("line", "default", ofServer, line instanceof Threshold.OfServer),
            choice("line", "own", visit.say(Text.FILTER_LINE_OWN), line instanceof Threshold.From),
            choice("line", "never", visit.say(Text.FILTER_LINE_NEVER), line instanceof Threshold.Never), visit.say(Text.FILTER_SCORE), own,
            visit.say(Text.FILTER_SCORE_HINT)), Layout.button(visit.say(Text.FILTER_SAVE)));
    }

    private static Html choice(String name, String value, String text, boolean isChosen) {
        return Html.of("<label class=\"choice\"><input type=\"radio\" name=\"{}\" value=\"{}\"{}>{}</label>\n", name, value,
            isChosen ? new Html(" checked") : Html.NONE, text);
    }

    private static String number(Visit visit, double number) {
        return NumberFormat.getNumberInstance(visit.speech().language().locale()).format(number);
    }

    // ---- the list ----

    private static Html saying(Visit visit) {
        var choices = new ArrayList<Html>();
        for (var word : Word.values()) choices.add(choice("word", name(word), visit.say(Says.of(word).choice), word == Word.BLOCK));
        return Layout.form(visit, PATH, "say", Layout.h2(visit.say(Text.FILTER_ADD)), Html.of("""
            <p class="field"><label for="who">{}</label><input id="who" name="who" type="text" required maxlength="320" autocomplete="off" \
            autocapitalize="none" spellcheck="false" aria-describedby="who-hint"></p>
            <p class="hint" id="who-hint">{}</p>
            <fieldset><legend>{}</legend>
            {}</fieldset>
            """, visit.say(Text.FILTER_WHO), visit.say(Text.FILTER_WHO_HINT), visit.say(Text.FILTER_WORD), choices),
            Layout.button(visit.say(Text.FILTER_ADD)));
    }

    private static Html listed(Visit visit, Wished wished) {
        var all = wished.listed().stream().sorted(Comparator.comparing((Wished.Listed one) -> one.who().text())).toList();
        if (all.isEmpty()) return Layout.hint(visit.say(Text.FILTER_NOBODY));
        int from = Math.min(from(visit), (all.size() - 1) / LISTED_MAX * LISTED_MAX);
        var shown = all.subList(from, Math.min(all.size(), from + LISTED_MAX));
        return Html.of("{}<ul class=\"list\">{}</ul>\n{}", Layout.h2(visit.say(Text.FILTER_LISTED)), shown.stream().map(one -> item(visit, one)).toList(),
            others(visit, from, all.size()));
    }

    private static int from(Visit visit) {
        var text = visit.asked().query().get("from");
        return text.matches("[0-9]{1,4}") ? Integer.parseInt(text) / LISTED_MAX * LISTED_MAX : 0;
    }

    private static Html item(Visit visit, Wished.Listed one) {
        var says = Says.of(one.word());
        return Html.of("""
            <li class="card"><div><h3>{}</h3><p class="state">{}</p></div>
            <form method="post" action="{}">{}<input type="hidden" name="do" value="unsay">\
            <input type="hidden" name="who" value="{}"><button class="quiet" aria-label="{}">{}</button></form></li>
            """, one.who(), visit.say(says.state), PATH, visit.token(), one.who(), visit.say(Text.FILTER_REMOVE_ONE, one.who()),
            visit.say(Text.FILTER_REMOVE));
    }

    private static Html others(Visit visit, int from, int count) {
        if (count <= LISTED_MAX) return Html.NONE;
        var before = from == 0 ? Html.NONE : link(from - LISTED_MAX, visit.say(Text.FILTER_BEFORE));
        var after = from + LISTED_MAX >= count ? Html.NONE : link(from + LISTED_MAX, visit.say(Text.FILTER_AFTER));
        return Html.of("<nav class=\"row\" aria-label=\"{}\">{}<span class=\"state\">{}</span>{}</nav>\n", visit.say(Text.FILTER_LISTED), before,
            visit.say(Text.FILTER_OF, from + 1, Math.min(count, from + LISTED_MAX), count), after);
    }

    private static Html link(int from, String text) { return Html.of("<a href=\"{}?from={}\">{}</a>", PATH, from, text); }

    /** How each word is called. */
    private enum Says {
        ALLOW(Text.FILTER_ALLOW, Text.FILTER_ALLOWED), BLOCK(Text.FILTER_BLOCK, Text.FILTER_BLOCKED), REFUSE(Text.FILTER_REFUSE, Text.FILTER_REFUSED);

        private final Text choice;
        private final Text state;

        Says(Text choice, Text state) {
            this.choice = choice;
            this.state = state;
        }

        static Says of(Word word) {
            return switch (word) {
                case ALLOW -> ALLOW;
                case BLOCK -> BLOCK;
                case REFUSE -> REFUSE;
            };
        }
    }

    /** As forms and the JSON interface have it. */
    static String name(Word word) { return word.name().toLowerCase(Locale.ROOT); }

    static Optional<Word> word(String text) { return Stream.of(Word.values()).filter(word -> name(word).equals(text)).findFirst(); }

    // ---- what is done ----

    @Override public Reply sent(Visit visit, Fields form) {
        return switch (form.get("do")) {
            case "line" -> line(visit, form);
            case "say" -> said(visit, form);
            case "unsay" -> {
                house.wishes().unsay(owner(visit), form.get("who"));
                yield Notice.FILTER_UNSAID.at(PATH);
            }
            default -> page(400, visit, Layout.wrong(visit, Optional.of(Text.NOT_DONE)));
        };
    }

    /** People write 5,5 too. */
    private Reply line(Visit visit, Fields form) {
        var text = form.get("line").equals("own") ? form.get("score").strip().replace(',', '.') : form.get("line");
        var line = Threshold.parse(text);
        if (line.isEmpty()) return page(400, visit, Layout.wrong(visit, Optional.of(Text.FILTER_NO_SCORE)));
        house.wishes().junkFrom(owner(visit), line.get());
        return Notice.FILTER_LINE.at(PATH);
    }

    private Reply said(Visit visit, Fields form) {
        var word = word(form.get("word"));
        if (word.isEmpty()) return page(400, visit, Layout.wrong(visit, Optional.of(Text.NOT_DONE)));
        return switch (house.wishes().say(owner(visit), form.get("who"), word.get())) {
            case DONE -> Notice.FILTER_SAID.at(PATH);
            case NOBODY -> page(400, visit, Layout.wrong(visit, Optional.of(Text.FILTER_NO_ADDRESS)));
            case FULL -> page(409, visit, Optional.of(Layout.wrong(visit.say(Text.FILTER_FULL, Wished.LISTED_MAX))));
        };
    }
}
