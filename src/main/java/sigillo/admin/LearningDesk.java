package sigillo.admin;

import sigillo.base.Address;
import sigillo.directory.Directory;
import sigillo.learning.Learning;

/** How much was learnt of what an account's owner says of junk; it is forgotten. */
public final class LearningDesk implements Desk {
    private final Directory directory;
    private final Learning learning;

    public LearningDesk(Directory directory, Learning learning) {
        this.directory = directory;
        this.learning = learning;
    }

    @Override public void register(Requests requests) {
        requests.on(Request.AccountLearning.class, asked -> learnt(asked.address(), asked.forget()));
    }

    Answer learnt(Address address, boolean forget) {
        return directory.account(address).map(account -> {
            if (forget) learning.forget(account.id());
            var counts = learning.learnt(account.id());
            return (Answer) new Answer.Done(new Results.Learnt(address, counts.junk(), counts.wanted(), counts.kept(), counts.today()));
        }).orElseGet(() -> new Answer.Failed("there is no account " + address));
    }
}
