package sigillo.admin;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import sigillo.base.Address;
import sigillo.directory.AccountRecord;
import sigillo.directory.Directory;
import sigillo.lists.ListLetters;
import sigillo.lists.Lists;
import sigillo.lists.MailList;
import sigillo.lists.Posts;

/** Mailing lists: made, listed, removed; who is on one; somebody is asked whether he wants to join, or put off it. */
public final class ListDesk {
    private final Directory directory;
    private final Lists lists;
    private final Optional<ListLetters> letters;

    /** {@code letters}: of a server that runs. */
    public ListDesk(Directory directory, Lists lists, Optional<ListLetters> letters) {
        this.directory = directory;
        this.lists = lists;
        this.letters = letters;
    }

    Answer add(Address address, String title, Address owner, String posts) {
        var who = Arrays.stream(Posts.values()).filter(one -> one.name().equalsIgnoreCase(posts)).findFirst();
        if (who.isEmpty()) return new Answer.Failed(posts + " is not members, owner or anyone");
        return Operator.answer(lists.add(address, title.isBlank() ? address.localPart() : title, owner, who.get()),
            now -> "the list " + now.address() + " is made");
    }

    Answer remove(Address address) {
        return Operator.answer(lists.remove(address), was -> "the list " + was.address() + " is removed");
    }

    Answer list() {
        return Operator.list(lists.all(), list -> new Results.ListLine(list.address(), list.title(),
            directory.account(list.owner()).map(AccountRecord::address), list.posts().name().toLowerCase(Locale.ROOT),
            lists.members(list).size(), list.createdAt()));
    }

    Answer members(Address address) {
        return known(address, list -> Operator.list(lists.members(list),
            member -> new Results.MemberLine(member.address(), member.since(), member.bounceDays(), member.paused())));
    }

    Answer invite(Address address, Address who) {
        if (letters.isEmpty()) return new Answer.Failed("no server runs: nobody can be asked");
        return known(address, list -> letters.get().ask(list, who) ? Operator.change(who + " is asked whether to join " + list.address())
            : new Answer.Failed(who + " was asked today already, or too many others were"));
    }

    Answer drop(Address address, Address who) {
        return known(address, list -> lists.leave(list, who).map(_ -> Operator.change(who + " is no longer on " + list.address()))
            .orElseGet(() -> new Answer.Failed(who + " is not on " + list.address())));
    }

    private Answer known(Address address, Function<MailList, Answer> with) {
        return lists.list(address).map(with).orElseGet(() -> new Answer.Failed("there is no list " + address));
    }
}
