# Speaks with the measuring program by lines: "score FILE", "spam FILE" and "ham FILE" (learn it), "end" (training ends). An
# answer is a line: the score, or "ok". FILE is one message. The first argument is a folder for what is learnt; no network.
use strict; use warnings; use Mail::SpamAssassin;
my $folder = shift;
my $filter = Mail::SpamAssassin->new({
    local_tests_only => 1, dont_copy_prefs => 1, userstate_dir => $folder, userprefs_filename => "$folder/none",
    post_config_text => "bayes_path $folder/bayes\nbayes_auto_learn 0\nbayes_auto_expire 0\nuse_auto_whitelist 0\n",
});
$filter->compile_now(0, 0);
my $learns = 0;
$| = 1;
while (my $line = <STDIN>) {
    chomp $line;
    my ($what, $file) = split / /, $line, 2;
    if ($what eq 'end') { $filter->rebuild_learner_caches; $filter->finish_learner; $learns = 0; print "ok\n"; next; }
    open my $in, '<', $file or die "$file: $!";
    my $octets = do { local $/; <$in> };
    close $in;
    my $mail = $filter->parse($octets);
    if ($what eq 'score') {
        my $status = $filter->check($mail);
        printf "%.3f\n", $status->get_score;
        $status->finish;
    } else {
        $filter->init_learner({ wait_for_lock => 1 }) unless $learns++;
        $filter->learn($mail, undef, $what eq 'spam', 0)->finish;
        print "ok\n";
    }
    $mail->finish;
}
