// Logs of training runs: what is read of each kind, and what damage is told.
#include "bmo/targets/logs.hpp"

#include <bit>
#include <cmath>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "bmo/targets/kit/log_words.hpp"

namespace bmo::targets {
namespace {

TrainingLog read(std::string_view name, std::string_view bytes) {
  Result<TrainingLog> log = read_training_log(name, bytes);
  EXPECT_TRUE(log) << log.error().why;
  return log ? std::move(*log) : TrainingLog{};
}

std::string fault(std::string_view name, std::string_view bytes) {
  const Result<TrainingLog> log = read_training_log(name, bytes);
  EXPECT_FALSE(log);
  return log ? "" : log.error().why;
}

std::string real_file(const std::string& name) {
  std::ifstream file(std::filesystem::path(BMO_SOURCE_DIR) / "tests/data/training" / name,
                     std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

constexpr const char* kEvents = "events.out.tfevents.1795426007.trl";

TEST(TrainerState, TakesLossesBySteps) {
  const TrainingLog log = read("trainer_state.json", R"({"global_step": 20, "log_history": [
    {"step": 10, "loss": 2.5, "num_tokens": 900}, {"step": 10, "eval_loss": 2.25},
    {"step": 20, "loss": 1.5, "num_tokens": 1800}, {"step": 20, "eval_loss": 2.75},
    {"step": 20, "train_loss": 2.0, "train_runtime": 60.5}]})");
  ASSERT_EQ(log.train.size(), 2U);
  EXPECT_EQ(log.last_train(), 1.5);
  ASSERT_NE(log.best_evaluation(), nullptr);
  EXPECT_EQ(log.best_evaluation()->step, 10);
  EXPECT_EQ(log.tokens, 1800);
  EXPECT_EQ(log.seconds, 60.5);
  EXPECT_EQ(log.steps, 20);
}

TEST(TrainerState, TellsALossThatIsNoNumber) {
  const TrainingLog log = read("trainer_state.json", R"({"note": "NaN is told", "log_history": [
    {"step": 1, "loss": 2.5}, {"step": 2, "loss": NaN}, {"step": 3, "eval_loss": -Infinity}]})");
  EXPECT_TRUE(log.has_diverged);
  EXPECT_EQ(log.train.size(), 1U);
}

TEST(TrainerState, IsNotAnyJson) {
  EXPECT_NE(fault("config.json", R"({"loss": 1})").find("neither"), std::string::npos);
  EXPECT_NE(fault("a.json", R"({"log_history": 5})").find("log_history"), std::string::npos);
  EXPECT_NE(fault("a.json", R"({"log_history": [{"step": 1}]})").find("no loss"),
            std::string::npos);
}

TEST(TrainerLog, TakesElapsedTimeAndATornEnd) {
  const TrainingLog log =
      read("trainer_log.jsonl",
           "{\"current_steps\": 5, \"loss\": 2.0, \"elapsed_time\": \"0:01:05\"}\n"
           "{\"current_steps\": 10, \"eval_loss\": 1.75, \"elapsed_time\": "
           "\"1 day, 0:00:01\"}\n{\"current_st");
  EXPECT_EQ(log.seconds, 86'401);
  EXPECT_EQ(log.last_train(), 2.0);
  EXPECT_TRUE(log.is_broken_off);
}

TEST(MetricsCsv, TakesUpdatesAsStepsAndEmptyCellsAsNothing) {
  const TrainingLog log = read("metrics.csv",
                               "epoch,iter,loss,step,total_tokens,val_loss\r\n"
                               "0,4,2.5,1,400,\r\n0,8,2.25,2,800,\r\n0,8,,2,,2.125\r\n");
  ASSERT_EQ(log.train.size(), 2U);
  EXPECT_EQ(log.train[1].step, 2);
  EXPECT_EQ(log.best_evaluation()->loss, 2.125);
  EXPECT_EQ(log.tokens, 800);
}

TEST(MetricsCsv, NeedsSteps) {
  EXPECT_NE(fault("pairs.csv", "instruction,loss\na,1\n").find("step"), std::string::npos);
}

TEST(MlxOutput, TakesWhatIsPrinted) {
  const TrainingLog log = read("train.log",
                               "Loading datasets\nStarting training..., iters: 20\n"
                               "Iter 1: Val loss 5.572, Val took 0.301s\n"
                               "Iter 10: Train loss 5.125, Learning Rate 1.000e-05, It/sec 12.300, "
                               "Tokens/sec 1234.500, Trained Tokens 1004, Peak mem 0.1 GB\n"
                               "Iter 20: Val loss 4.500, Val took 0.3s\n");
  EXPECT_EQ(log.last_train(), 5.125);
  EXPECT_EQ(log.tokens, 1004);
  EXPECT_EQ(log.best_evaluation()->step, 20);
}

TEST(Tensorboard, SaysOfARealRunWhatItsTrainerStateSays) {
  const TrainingLog events = read(kEvents, real_file(kEvents));
  const TrainingLog state = read("trainer_state.json", real_file("trainer_state.json"));
  ASSERT_EQ(events.train.size(), state.train.size());
  ASSERT_EQ(events.evaluations.size(), state.evaluations.size());
  for (std::size_t i = 0; i < state.train.size(); ++i) {
    EXPECT_EQ(events.train[i].step, state.train[i].step);
    EXPECT_NEAR(events.train[i].loss, state.train[i].loss, 1e-6);
  }
  for (std::size_t i = 0; i < state.evaluations.size(); ++i)
    EXPECT_NEAR(events.evaluations[i].loss, state.evaluations[i].loss, 1e-6);
  EXPECT_EQ(events.steps, state.steps);
  EXPECT_FALSE(events.is_broken_off);
}

TEST(Tensorboard, TellsAByteThatChanged) {
  std::string bytes = real_file(kEvents);
  ASSERT_GT(bytes.size(), 200U);
  bytes[bytes.size() / 2] = static_cast<char>(bytes[bytes.size() / 2] ^ 1);
  EXPECT_NE(fault(kEvents, bytes).find("checksum"), std::string::npos);
}

TEST(Tensorboard, ReadsUpToATornEndAtEveryLength) {
  const std::string bytes = real_file(kEvents);
  bool was_torn = false;
  for (std::size_t size = 0; size < bytes.size(); size += 7) {
    const Result<TrainingLog> log = read_training_log(kEvents, bytes.substr(0, size));
    if (log) was_torn = was_torn || log->is_broken_off;
    const std::string why = log ? "it names no loss" : log.error().why;
    EXPECT_EQ(why, "it names no loss") << size;
  }
  EXPECT_TRUE(was_torn);
}

TEST(LogWords, ReadTimes) {
  EXPECT_EQ(seconds_of("0:01:30"), 90);
  EXPECT_EQ(seconds_of("2 days, 1:00:00"), 176'400);
  EXPECT_TRUE(is_absent(seconds_of("soon")));
}

TEST(Thinned, KeepsBothEnds) {
  std::vector<LossPoint> curve;
  for (int i = 0; i < 1000; ++i)
    curve.push_back({static_cast<double>(i), 1.0});
  const std::vector<LossPoint> thin = thinned(curve, 16);
  ASSERT_EQ(thin.size(), 16U);
  EXPECT_EQ(thin.front().step, 0);
  EXPECT_EQ(thin.back().step, 999);
}

}  // namespace
}  // namespace bmo::targets
