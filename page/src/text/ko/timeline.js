// Words of the past of a training, and of its futures.

export const timeline = {
  "timeline": "타임라인",
  "timeline.slider": "지금 보고 있는 학습의 순간",
  "timeline.help": "학습의 모든 순간을 다시 볼 수 있습니다. 화살표 키로 한 걸음씩 움직입니다. “재생”을 누르면 그 순간부터 이어 가고, " +
    "설정을 바꾸면 지금의 학습 곁에서 다른 미래가 시작됩니다.",
  "timeline.none": "학습의 과거가 아직 없습니다.",
  "timeline.at": "에포크 {epoch}, 갱신 {updates}/{all}, 훈련 손실 {loss}",
  "timeline.past": "지난 순간을 보고 있습니다.",
  "back": "뒤로",
  "back.help": "학습의 과거로 한 걸음 돌아갑니다. 걸음의 크기는 “한 걸음”과 같이 갱신 1회 또는 1 에포크입니다.",
  "forward": "앞으로",
  "forward.help": "학습의 과거에서 한 걸음 앞으로 갑니다.",
  "latest": "최신",
  "latest.help": "학습의 가장 최근 순간으로 돌아갑니다.",
  "jump": "이동",
  "jump.help": "처음, 손실이 가장 낮은 순간, 설정을 바꾼 순간으로 갑니다.",
  "jump.start": "처음",
  "jump.best": "가장 낮은 {part} 손실: 에포크 {epoch}, 갱신 {updates}",
  "keys.timeline": "학습의 과거로 한 걸음",
  "play.past.help": "지금 보는 순간부터 이어 갑니다. 가장 최근 순간까지는 같은 학습이 그대로 되풀이됩니다. 먼저 설정을 바꾸면 " +
    "다른 미래가 시작됩니다.",
  "status.past": "지난 순간입니다. “재생”을 누르면 여기서 이어 가고, 설정을 바꾸면 다른 미래가 시작됩니다.",
  "status.again": "지난 순간부터 같은 학습을 되풀이하는 중 …",

  "futures": "이 학습의 여러 미래",
  "future.is": "{epoch} 에포크 뒤: {losses}",
  "future.diverged": "{epoch} 에포크 뒤 발산. 그 전: {losses}",
  "future.now": "지금 이어 가는 학습입니다.",
  "future.unchanged": "그대로",
  "future.weight": "가중치 {index} 변경",
  "future.lock": "가중치 고정",
  "future.snapshot": "스냅숏에서 시작, 규칙의 기억은 비어 있음",
  "future.swap": "이어 가기",
  "future.swap.of": "이어 가기 – {name}",
  "future.swap.help": "이 미래를 이어 갑니다. 지금까지 이어 온 학습은 곁에 남습니다.",
  "future.dismiss": "{name} 지우기",
};
