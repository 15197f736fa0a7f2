package sigillo.web;

import java.text.NumberFormat;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.List;
import java.util.Optional;
import sigillo.account.AccountId;
import sigillo.base.Address;
import sigillo.http.Fields;
import sigillo.http.Reply;
import sigillo.refused.Day;
import sigillo.refused.Refusal;

/** What was refused or put off for its owner in the last 30 days, and why; a sender may be let in from now on. */
final class RefusedPage implements Page {
    static final String PATH = "/refused";

    private final House house;

    RefusedPage(House house) { this.house = house; }

    @Override public Reply shown(Visit visit) { return page(200, visit, Notice.of(visit)); }

    private Reply page(int status, Visit visit, Optional<Html> note) {
        var days = house.refusals().of(visit.mine().user().account());
        return Layout.page(status, visit, Text.REFUSED, Layout.note(note), Layout.p(visit.say(Text.REFUSED_WHAT)),
            days.isEmpty() ? Layout.hint(visit.say(Text.REFUSED_NONE)) : Html.join(days.stream().map(day -> day(visit, day)).toList()));
    }

    private Html day(Visit visit, Day day) {
        var form = DateTimeFormatter.ofLocalizedDate(FormatStyle.FULL).withLocale(visit.speech().language().locale());
        var others = day.others() == 0 ? Html.NONE : Layout.hint(visit.say(Text.REFUSED_OTHERS, number(visit, day.others())));
        return Html.of("{}<ul class=\"list\">{}</ul>\n{}", Layout.h2(form.format(day.date().atStartOfDay(ZoneOffset.UTC))),
            day.refusals().reversed().stream().map(one -> item(visit, one)).toList(), others);
    }

    private Html item(Visit visit, Refusal one) {
        var sender = one.sender().map(Address::toString).orElseGet(() -> visit.say(Text.REFUSED_NOTIFICATION));
        var alike = one.count() == 1 ? Html.NONE
            : Html.of("<p>{}</p>", visit.say(Text.REFUSED_ALIKE, number(visit, one.count() - 1)));
        return Html.of("""
            <li class="card"><div><h3>{}</h3><p>{}{}</p>{}<p class="state">{} · {} · {}</p><p class="state">{} {}</p></div>
            {}</li>
            """, sender, visit.say(Kind.of(one).text), one.isForNow() ? " " + visit.say(Text.REFUSED_COMES_AGAIN) : "", alike,
            visit.speech().time(one.last()), visit.say(Text.REFUSED_FOR, one.recipient()), visit.say(Text.REFUSED_FROM, one.host()),
            one.code(), one.reply(), letIn(visit, one));
    }

    /** Only where it helps: a full mailbox is not opened by a list. */
    private Html letIn(Visit visit, Refusal one) {
        if (one.sender().isEmpty() || Kind.of(one) != Kind.POLICY) return Html.NONE;
        var sender = one.sender().get();
        if (house.refusals().isLetIn(account(visit), sender)) return Html.of("<p class=\"state\">{}</p>", visit.say(Text.REFUSED_LET_IN));
        return Html.of("""
            <form method="post" action="{}">{}<input type="hidden" name="do" value="let-in">\
            <input type="hidden" name="sender" value="{}"><button class="quiet" aria-label="{}">{}</button></form>
            """, PATH, visit.token(), sender, visit.say(Text.LET_IN_ONE, sender), visit.say(Text.LET_IN));
    }

    private static AccountId account(Visit visit) { return visit.mine().user().account(); }

    private static String number(Visit visit, long number) {
        return NumberFormat.getIntegerInstance(visit.speech().language().locale()).format(number);
    }

    /** By the enhanced status of our reply: RFC 3463. */
    private enum Kind {
        FULL(Text.REFUSED_FULL, List.of("2.2")), LARGE(Text.REFUSED_LARGE, List.of("2.3", "3.4")), POLICY(Text.REFUSED_POLICY, List.of("7.")),
        BUSY(Text.REFUSED_BUSY, List.of("3.", "4.")), FAULT(Text.REFUSED_FAULT, List.of(""));

        private final Text text;
        private final List<String> details;

        Kind(Text text, List<String> details) {
            this.text = text;
            this.details = details;
        }

        static Kind of(Refusal one) {
            var detail = one.reply().matches("[245]\\.\\d.*") ? one.reply().substring(2) : "";
            for (var kind : values()) {
                boolean isIt = kind.details.stream().anyMatch(detail::startsWith);
                if (isIt && (kind != BUSY || one.isForNow())) return kind;
            }
            return FAULT;
        }
    }

    @Override public Reply sent(Visit visit, Fields form) {
        var sender = Address.parse(form.get("sender"));
        boolean isDone = form.get("do").equals("let-in") && sender.isPresent() && house.refusals().letIn(account(visit), sender.get());
        return isDone ? Notice.LET_IN.at(PATH) : page(400, visit, Layout.wrong(visit, Optional.of(Text.NOT_DONE)));
    }
}
