// All words of the page in Korean, with the keys of en.js.  Sentences end in -합니다, labels are noun phrases; symbols
// (η, μ, β₁, net, h, E) and the names of rules stay.  A placeholder is never followed by a particle that depends on its
// last sound (은/는, 이/가, 을/를, 과/와, 으로/로).
//
//   activation    활성화 함수      gradient         기울기         network         신경망
//   backward      역방향          hidden layer     은닉층         noise           노이즈
//   bias          편향            held out         떼어 둔        overfitting     과적합
//   class         클래스          hyper-parameter  하이퍼파라미터  patience        인내(patience)
//   clipping      클리핑          initial weights  초기 가중치     penalty         벌점
//   confusion     혼동 행렬        label            레이블         regression      회귀
//   cross-entropy 교차 엔트로피    learning rate    학습률         regularisation  규제
//   decay         감쇠            loss             손실           sample          샘플
//   diverge       발산            mini-batch       미니배치        schedule        스케줄
//   dropout       드롭아웃         momentum         모멘텀         seed            시드
//   epoch         에포크          multi-label      다중 레이블     standardise     표준화
//   feature       특성            net input        순입력 net      target          타깃
//   forward       순방향          neuron, unit     뉴런, 유닛      training        학습
//   update        갱신            update rule      갱신 규칙       weight          가중치
//   training / validation / test data   훈련 / 검증 / 테스트 데이터

import { data } from "./ko/data.js";
import { errors } from "./ko/errors.js";
import { inside } from "./ko/inside.js";
import { landscape } from "./ko/landscape.js";
import { lanes } from "./ko/lanes.js";
import { lessons } from "./ko/lessons.js";
import { network } from "./ko/network.js";
import { result } from "./ko/result.js";
import { share } from "./ko/share.js";
import { surface } from "./ko/surface.js";
import { timeline } from "./ko/timeline.js";
import { top } from "./ko/top.js";
import { trace } from "./ko/trace.js";
import { training } from "./ko/training.js";

/** @type {{[key: string]: string}} */
export const ko = {
  ...top, ...data, ...network, ...training, ...result,
  ...share, ...errors, ...timeline, ...inside, ...trace, ...lessons, ...surface, ...lanes, ...landscape,
};
