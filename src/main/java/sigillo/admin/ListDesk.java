package sigillo.admin;

import java.io.IOException;
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
import sigillo.lists.Moderation;
import sigillo.lists.Posts;

/** Mailing lists: made, listed, removed; who is on one; somebody is asked whether he wants to join, or put off it. */
public final class ListDesk implements Desk {
    private final Directory directory;
    private final Lists lists;
    private final Optional<Running> running;

    /** What needs a server that runs. */
    public record Running(ListLetters letters, Moderation moderation) {}

    public ListDesk(Directory directory, Lists lists, Optional<Running> running) {
        this.directory = directory;
        this.lists = lists;
        this.running = running;
    }

    @Override public void register(Requests requests) {
        requests.on(Request.AddList.class, asked -> add(asked.list(), asked.title(), asked.owner(), asked.posts()));
        requests.on(Request.ListLists.class, _ -> list());
        requests.on(Request.ListMembers.class, asked -> members(asked.list()));
        requests.on(Request.InviteMember.class, asked -> invite(asked.list(), asked.who()));
        requests.on(Request.DropMember.class, asked -> drop(asked.list(), asked.who()));
        requests.on(Request.ListHeld.class, asked -> held(asked.list()));
        requests.on(Request.DecideHeld.class, asked -> decide(asked.list(), asked.post(), asked.approved()));
        requests.on(Request.RemoveList.class, asked -> remove(asked.list()));
    }

    Answer add(Address address, String title, Address owner, String posts) {
        var who = Arrays.stream(Posts.values()).filter(one -> one.name().equalsIgnoreCase(posts)).findFirst();
        if (who.isEmpty()) return new Answer.Failed(posts + " is not members, owner, anyone or held");
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
        if (running.isEmpty()) return new Answer.Failed("no server runs: nobody can be asked");
        return known(address, list -> running.get().letters.ask(list, who) ? Operator.change(who + " is asked whether to join " + list.address())
            : new Answer.Failed(who + " was asked today already, or too many others were"));
    }

    Answer drop(Address address, Address who) {
        return known(address, list -> lists.leave(list, who).map(_ -> Operator.change(who + " is no longer on " + list.address()))
            .orElseGet(() -> new Answer.Failed(who + " is not on " + list.address())));
    }

    // ---- posts that wait for an owner ----

    Answer held(Address address) {
        return known(address, list -> Operator.list(lists.held().of(list),
            post -> new Results.HeldLine(post.id(), post.since(), post.author(), post.subject(), post.octets(), post.why())));
    }

    Answer decide(Address address, String post, boolean isApproved) {
        if (running.isEmpty()) return new Answer.Failed("no server runs: nothing can be passed on");
        return known(address, list -> {
            try {
                var moderation = running.get().moderation;
                boolean isDone = isApproved ? moderation.approve(list, post) : moderation.discard(list, post);
                if (!isDone) return new Answer.Failed("no post " + post + " waits at " + address);
                return Operator.change(post + (isApproved ? " goes to all members of " : " is removed from ") + address);
            } catch (IOException unreadable) {
                return new Answer.Failed("the post cannot be read: " + unreadable.getMessage());
            }
        });
    }

    private Answer known(Address address, Function<MailList, Answer> with) {
        return lists.list(address).map(with).orElseGet(() -> new Answer.Failed("there is no list " + address));
    }
}
