import { fold, stripAccents } from './fold.ts';
import { readWords, type Word } from './words.ts';
import { lookUpTable } from './look-up-table.ts';

/** What works at every moment, when it is all that a message says. */
export type Command =
  | 'back'
  | 'stop'
  | 'menu'
  | 'help'
  | 'person'
  | 'language'
  | 'vietnamese'
  | 'english'
  | 'show_data'
  | 'erase_data'
  /** Probably wants everything erased, but the words can mean less: ask first. */
  | 'consider_erasing'
  | 'withdraw_consent'
  | 'stop_reminders'
  | 'stop_appointment_reminders'
  | 'stop_vneid_reminders'
  | 'stop_card_reminders'
  | 'stop_market_reminders'
  | 'stop_unfinished_reminders'
  | 'start_reminders'
  /** After a reminder: what it was about is done. An open question that it answers comes first. */
  | 'done_already'
  | 'remind_card'
  | 'remind_market_day'
  | 'change_appointment'
  | 'leave_waiting'
  | 'link_accounts'
  /** The same, with the code right behind it. */
  | 'enter_link_code'
  | 'split_accounts'
  /** For those who look after the assistant; a code may stand right behind it. */
  | 'receive_alerts'
  | 'stop_alerts';

/** Ways to say "no reminders", each followed by what about; folded. */
const noReminders = ['dung nhac', 'ngung nhac', 'tat nhac', 'thoi nhac', 'bo nhac', 'huy nhac', 'khoi nhac', 'khong nhac', 'dung nhac nho', 'tat loi nhac'];

function stopping(...matters: readonly string[]): readonly string[] {
  return noReminders.flatMap((words) => matters.flatMap((matter) => [`${words} ${matter}`, `${words} ${matter} nua`]));
}

/** Whole messages, folded, with the fillers already taken out. */
const wordings: Readonly<Record<Command, readonly string[]>> = {
  back: ['0', 'so 0', 'khong 0', 'quay lai', 'tro lai', 'lui', 'lui lai', 'quay ve', 'buoc truoc', 'tro ve', 'cau truoc', 'back', 'go back', 'previous'],
  stop: ['thoi', 'dung', 'ngung', 'ngung lai', 'dung lai', 'thoi khong lam nua', 'khong lam nua', 'huy', 'huy bo', 'thoat', 'stop', 'cancel', 'quit', 'exit', 'thoi khoi', 'nghi'],
  menu: ['menu', 'danh muc', 'bat dau', 'bat dau lai', 'lam lai tu dau', 've dau', 'tu dau', 'trang dau', 'trang chu', 'man hinh chinh', 've menu', 'xem menu', 'start', 'start over', 'restart', 'home', 've trang dau', 'quay lai tu dau', 'quay lai trang dau', 'tro ve dau'],
  help: ['giup', 'giup toi', 'giup voi', 'giup toi voi', 'tro giup', 'huong dan', 'huong dan su dung', 'cach dung', 'help', 'help me', 'can giup', 'can giup do', 'giup do'],
  person: [
    'gap nguoi', 'gap nguoi that', 'gap tinh nguyen vien', 'gap can bo', 'gap nhan vien', 'cho gap nguoi', 'cho gap nguoi that', 'cho toi gap nguoi', 'cho toi gap nguoi that',
    'cho gap tinh nguyen vien', 'cho gap can bo', 'cho toi gap can bo', 'muon gap nguoi', 'muon gap nguoi that', 'toi muon gap nguoi', 'toi muon gap nguoi that', 'noi chuyen voi nguoi', 'noi chuyen voi nguoi that', 'noi voi nguoi that',
    'tinh nguyen vien', 'nguoi', 'nguoi that', 'goi nguoi', 'goi tinh nguyen vien', 'gap ai do', 'person', 'human', 'real person', 'agent', 'talk to a person', 'talk to a human', 'talk to person', 'volunteer',
  ],
  language: ['ngon ngu', 'doi ngon ngu', 'doi tieng', 'language', 'change language', 'chuyen ngon ngu', 'chon ngon ngu'],
  vietnamese: ['tieng viet', 'vietnamese', 'doi sang tieng viet', 'doi tieng viet', 'doi lai tieng viet', 'noi tieng viet', 'viet'],
  english: ['english', 'tieng anh', 'doi sang tieng anh', 'doi tieng anh', 'noi tieng anh', 'in english', 'switch to english', 'english please', 'speak english'],
  show_data: ['xem du lieu', 'xem du lieu cua toi', 'cho xem du lieu', 'cho toi xem du lieu', 'xem thong tin cua toi', 'du lieu cua toi', 'show my data', 'show data', 'my data', 'export my data', 'xuat du lieu'],
  erase_data: ['xoa du lieu', 'xoa du lieu cua toi', 'xoa het du lieu', 'xoa het du lieu cua toi', 'xoa thong tin cua toi', 'xoa het thong tin cua toi', 'delete my data', 'erase my data', 'delete data', 'erase data'],
  consider_erasing: ['xoa', 'xoa het', 'xoa tat ca', 'xoa thong tin', 'xoa het thong tin', 'delete', 'erase', 'delete everything'],
  withdraw_consent: ['rut lai dong y', 'rut dong y', 'rut lai su dong y', 'huy dong y', 'khong dong y nua', 'thoi dong y', 'withdraw consent', 'withdraw my consent', 'revoke consent'],
  stop_reminders: ['dung nhac', 'ngung nhac', 'tat nhac', 'thoi nhac', 'dung nhac nua', 'khong nhac nua', 'bo nhac', 'huy nhac', 'khoi nhac', 'tat nhac nho', 'dung nhac nho', 'tat loi nhac', 'huy loi nhac', 'stop reminders', 'no reminders', 'stop reminding'],
  stop_appointment_reminders: [...stopping('lich kham', 'kham', 'kham benh', 'di kham', 'lich hen'), 'stop visit reminders', 'stop appointment reminders', 'no visit reminders'],
  stop_vneid_reminders: [...stopping('vneid', 'lam vneid', 'mo vneid', 'chuyen vneid'), 'stop vneid reminders', 'no vneid reminders'],
  stop_card_reminders: [...stopping('the', 'doi the', 'the can cuoc', 'can cuoc', 'doi the can cuoc'), 'stop card reminders', 'no card reminders'],
  stop_market_reminders: [...stopping('cho', 'di cho', 'ngay cho', 'phien cho', 'ra cho'), 'stop market reminders', 'no market reminders'],
  stop_unfinished_reminders: [...stopping('viec do', 'viec dang do', 'viec lam do', 'chuyen do'), 'stop unfinished reminders'],
  start_reminders: ['bat nhac', 'mo nhac', 'nhac lai', 'bat loi nhac', 'bat nhac lai', 'mo lai nhac', 'nhac lai cho toi', 'bat nhac nho', 'start reminders', 'reminders on'],
  done_already: ['da lam roi', 'lam roi', 'lam xong roi', 'da lam xong', 'da lam xong roi', 'toi da lam roi', 'toi lam roi', 'already done', 'i did it', 'done already'],
  remind_card: ['nhac doi the', 'nhac doi the can cuoc', 'nhac toi doi the', 'nhac doi can cuoc', 'remind me of the card', 'remind me of my card'],
  remind_market_day: ['nhac ngay cho', 'nhac phien cho', 'nhac bua cho', 'nhac di cho', 'nhac toi di cho', 'nhac ra cho', 'remind me of market day', 'remind me of the market'],
  change_appointment: [
    'doi lich', 'doi lich kham', 'doi lich kham benh', 'doi lich hen', 'doi ngay kham', 'doi gio kham', 'doi buoi kham', 'doi hen', 'muon doi lich', 'muon doi lich kham', 'toi muon doi lich', 'toi muon doi lich kham', 'cho doi lich', 'cho doi lich kham',
    'doi lai lich', 'doi lai lich kham', 'doi lich lai', 'sua lich kham', 'huy lich', 'huy lich kham', 'huy lich kham benh', 'huy lich hen', 'huy hen', 'huy kham', 'huy yeu cau kham', 'muon huy lich', 'muon huy lich kham', 'toi muon huy lich',
    'toi muon huy lich kham', 'cho huy lich', 'cho huy lich kham', 'bo lich', 'bo lich kham', 'bo hen', 'xem lich kham', 'coi lich kham', 'xem lai lich kham', 'coi lai lich kham', 'lich kham cua toi', 'change my appointment', 'change appointment',
    'cancel my appointment', 'cancel appointment', 'reschedule', 'reschedule my appointment', 'show my appointment', 'my appointment', 'my appointments',
  ],
  leave_waiting: ['bo cho', 'huy cho', 'bo cho cho trong', 'huy cho cho trong', 'khong cho cho trong nua', 'thoi khong cho cho trong nua', 'stop waiting', 'leave waiting list', 'leave the waiting list'],
  link_accounts: ['noi tai khoan', 'noi hai tai khoan', 'noi 2 tai khoan', 'noi cac tai khoan', 'ket noi tai khoan', 'lien ket tai khoan', 'noi zalo voi telegram', 'noi telegram voi zalo', 'muon noi tai khoan', 'toi muon noi tai khoan', 'cho noi tai khoan', 'cho toi noi tai khoan', 'link account', 'link accounts', 'link my account', 'link my accounts', 'connect account', 'connect accounts', 'connect my accounts', 'join accounts'],
  enter_link_code: ['nhap ma noi', 'nhap ma noi tai khoan', 'go ma noi', 'enter link code'],
  split_accounts: ['tach tai khoan', 'tach hai tai khoan', 'go noi tai khoan', 'huy noi tai khoan', 'bo noi tai khoan', 'unlink account', 'unlink accounts', 'split accounts', 'disconnect accounts'],
  receive_alerts: ['nhan bao dong', 'muon nhan bao dong', 'toi muon nhan bao dong', 'cho nhan bao dong', 'cho toi nhan bao dong', 'bat bao dong', 'receive alerts', 'get alerts'],
  stop_alerts: ['thoi nhan bao dong', 'dung nhan bao dong', 'ngung nhan bao dong', 'khong nhan bao dong', 'khong nhan bao dong nua', 'tat bao dong', 'thoi bao dong', 'stop alerts', 'no alerts', 'stop receiving alerts'],
};

/** Commands with a slash, as chat apps offer them. */
const slashWords: Readonly<Record<string, Command>> = lookUpTable({
  start: 'menu',
  menu: 'menu',
  batdau: 'menu',
  help: 'help',
  giup: 'help',
  stop: 'stop',
  dung: 'stop',
  thoi: 'stop',
  back: 'back',
  quaylai: 'back',
  nguoi: 'person',
  person: 'person',
  human: 'person',
  ngonngu: 'language',
  language: 'language',
  xoa: 'consider_erasing',
  delete: 'consider_erasing',
  xem: 'show_data',
  dulieu: 'show_data',
  data: 'show_data',
  rut: 'withdraw_consent',
  dungnhac: 'stop_reminders',
  noitaikhoan: 'link_accounts',
  link: 'link_accounts',
});

const fillers: ReadonlySet<string> = new Set(
  'da oi nha nghen nghe nhe con di gium giup a ah ad nao hen luon lai voi cai em anh chi co chu bac thua cho u uh please chut roi day ne vay nua dum hey bot'.split(' '),
);

const commandBySentence = new Map(
  Object.entries(wordings).flatMap(([command, sentences]) => sentences.map((sentence) => [sentence, command as Command] as const)),
);
const commandBySquashed = new Map([...commandBySentence].map(([sentence, command]) => [sentence.replaceAll(' ', ''), command]));
const longestCommand = 60;

/** The command a message consists of, or undefined when it says anything else. */
export function findCommand(text: string): Command | undefined {
  const trimmed = text.trim();
  if (trimmed.length === 0 || trimmed.length > longestCommand) return undefined;
  const slash = /^\/([\p{L}_]+)(?:@\w+)?$/u.exec(trimmed)?.[1];
  if (slash !== undefined) return slashWords[stripAccents(slash).replaceAll('_', '')];
  if (meansSomethingElse(trimmed)) return undefined;
  const beforeCode = beforeLinkCode(trimmed);
  if (beforeCode !== undefined) return commandBeforeCode(findCommand(beforeCode));
  return findSentence(fold(trimmed)) ?? findWording(readWords(trimmed));
}

/** What stands before eight digits at the end of a message. */
function beforeLinkCode(text: string): string | undefined {
  const [, before] = /^(.*[^\d\s.,:-])[\s:,-]{0,3}\d{4}[\s.-]?\d{4}$/u.exec(text) ?? [];
  return before;
}

function commandBeforeCode(command: Command | undefined): Command | undefined {
  if (command === 'receive_alerts') return command;
  return command === 'link_accounts' || command === 'enter_link_code' ? 'enter_link_code' : undefined;
}

/** Without accents "dung" is "dừng" (stop), "đừng" and "đúng" (yes): an open question that it answers comes first. */
export function isDoubtfulCommand(text: string): boolean {
  return findCommand(text) === 'stop' && /(?:^|\s)dung(?:$|[\s.,!])/u.test(text.normalize('NFC').toLowerCase());
}

// Only these accents tell the words apart: đúng is a yes and đứng is a verb, while dừng and đừng end things.
function meansSomethingElse(text: string): boolean {
  const spelt = text.normalize('NFC').toLowerCase();
  return /^(?:dạ |ừ |ờ )?(?:đúng|đứng|dùng|dũng|dụng)(?:$|[\s.,!])/u.test(spelt) || /(?:^|\s)nhạc(?:$|[\s.,!])/u.test(spelt);
}

function findWording(words: readonly Word[]): Command | undefined {
  for (const sentence of candidates(words.map(spellingsOf))) {
    const command = findSentence(sentence);
    if (command !== undefined) return command;
  }
  return undefined;
}

function findSentence(sentence: string): Command | undefined {
  return commandBySentence.get(sentence) ?? commandBySquashed.get(sentence.replaceAll(' ', ''));
}

// Decoded keyboard leftovers first: "nguowif" is no word, "nguoi" is.
function spellingsOf(word: Word): readonly string[] {
  return [...new Set([stripAccents(word.spelt), ...word.readings])];
}

// As typed first; then without fillers at the ends, one more at a time, so that "giúp" alone stays a command.
function candidates(typed: readonly (readonly string[])[]): readonly string[] {
  const found: string[] = [];
  const tries: (readonly (readonly string[])[])[] = [typed];
  let start = 0;
  while (start < typed.length - 1 && isFiller(typed[start])) {
    start += 1;
    tries.push(typed.slice(start));
  }
  for (const attempt of tries.slice()) {
    for (let end = attempt.length - 1; end > 0 && isFiller(attempt[end]); end -= 1) tries.push(attempt.slice(0, end));
  }
  for (const attempt of tries) found.push(...spellings(attempt));
  return found;
}

function isFiller(readings: readonly string[] | undefined): boolean {
  return readings?.some((reading) => fillers.has(reading)) ?? false;
}

// Each reading in turn against the first of the others: enough for one short form in a command.
function spellings(words: readonly (readonly string[])[]): readonly string[] {
  const firsts = words.map((readings) => readings[0] ?? '');
  const lasts = words.map((readings) => readings.at(-1) ?? '');
  const single = words.flatMap((readings, at) => readings.slice(1).map((reading) => firsts.with(at, reading).join(' ')));
  return [firsts.join(' '), ...single, lasts.join(' ')];
}
