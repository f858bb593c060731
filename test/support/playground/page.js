const PHONES = [
  { channel: 'telegram', name: 'Telegram', sub: 'bot', join: 'Bắt đầu', leave: 'Chặn bot' },
  { channel: 'zalo-oa', name: 'Zalo OA', sub: 'Official Account', join: 'Quan tâm', leave: 'Bỏ quan tâm' },
  { channel: 'zalo-bot', name: 'Zalo Bot', sub: 'bot, không có nút bấm', join: 'Mở lại', leave: 'Chặn bot' },
];
const NAMES = ['An', 'Bình', 'Cúc', 'Dũng', 'Hà', 'Khánh', 'Lan', 'Minh', 'Nga', 'Phúc', 'Quang', 'Sơn', 'Tâm', 'Yến'];
const TROUBLES = {
  'needs-consent': 'cần kết nối lại OA',
  unauthorized: 'mã không được chấp nhận',
  conflict: 'nơi khác cũng đang nhận tin',
  unreachable: 'không gọi được nền tảng',
};
const COUNTED = {
  'answers-by-meaning': 'trả lời theo nghĩa',
  'answers-by-words': 'trả lời theo từ ngữ',
  'events-repeated': 'tin lặp đã bỏ',
  'events-not-taken': 'tin không nhận vì dồn dập',
  'replies-in-doubt': 'tin gửi lại vì không rõ đã tới',
  'messages-delivered': 'tin báo đã tới',
  'messages-seen': 'tin báo đã xem',
};
const TYPING_MS = 5_000;
const TOAST_MS = 4_000;

const toast = document.querySelector('.toast');
let toastTimer;

/** An element with a class and words; children where it has any. */
function make(tag, className, text = '', ...children) {
  const element = document.createElement(tag);
  element.className = className;
  element.append(...(text === '' ? [] : [text]), ...children);
  return element;
}

function tell(text) {
  clearTimeout(toastTimer);
  toast.textContent = text;
  toastTimer = setTimeout(() => {
    toast.textContent = '';
  }, TOAST_MS);
}

async function act(channel, fields) {
  try {
    const response = await fetch('/lam', {
      method: 'POST',
      headers: { 'Content-Type': 'application/json' },
      body: JSON.stringify({ channel, ...fields }),
    });
    if (response.ok) return true;
    tell((await response.json()).error);
  } catch {
    tell('Phòng thử đã dừng. Chạy lại npm run playground.');
  }
  return false;
}

function openPhone({ channel, name, sub, join, leave }) {
  const root = document.getElementById('phone').content.firstElementChild.cloneNode(true);
  const find = (selector) => root.querySelector(selector);
  const [log, picker, form, subtitle] = [find('.log'), find('select'), find('form'), find('.sub')];
  let conversations = {};
  let unread = {};
  let typingTimer;

  root.id = channel;
  root.classList.add(channel);
  find('h2').textContent = name;
  find('h2').id = `${channel}-name`;
  root.setAttribute('aria-labelledby', `${channel}-name`);
  log.tabIndex = 0;
  log.setAttribute('aria-label', `Cuộc trò chuyện trên ${name}`);
  find('.empty').textContent = `Nhắn một câu hỏi, có dấu hay không đều được; hoặc bấm “${join}”.`;
  find('[data-act=join]').textContent = join;
  find('[data-act=leave]').textContent = leave;
  subtitle.textContent = sub;
  if (channel === 'zalo-oa') {
    const revoke = make('button', '', 'Rút quyền OA');
    revoke.type = 'button';
    revoke.dataset.act = 'revoke';
    find('fieldset .row').append(revoke);
  }

  const person = () => picker.value;
  const listPeople = (chosen = person() || NAMES[0]) => {
    const names = [...new Set([...NAMES.slice(0, 2), ...Object.keys(conversations), chosen])];
    picker.replaceChildren(
      ...names.map((each) => {
        const option = make('option', '', unread[each] ? `${each} (${unread[each]} tin mới)` : each);
        option.value = each;
        return option;
      }),
    );
    picker.value = chosen;
  };

  const stopTyping = () => {
    clearTimeout(typingTimer);
    log.querySelector('.typing')?.remove();
    subtitle.textContent = sub;
  };
  const scrollDown = () => {
    log.scrollTop = log.scrollHeight;
  };
  const showEntry = ({ from, text, buttons = [], attachments = [], isReply, at }, isNew = false) => {
    if (from === 'note') return log.append(make('p', 'note', text));
    stopTyping();
    const bubble = make('div', `bubble${from === 'person' ? ' mine' : ''}${isNew ? ' new' : ''}`);
    if (isReply) bubble.append(make('p', 'reply', `Trả lời tin của ${person()}`));
    for (const { kind, name: file } of attachments) {
      bubble.append(make('p', 'chip', '', make('strong', '', kind === 'image' ? 'Ảnh' : 'Tệp'), file));
    }
    if (text !== '') bubble.append(make('div', 'words', text));
    const time = make('time', '', new Date(at).toLocaleTimeString('vi-VN', { hour: '2-digit', minute: '2-digit' }));
    time.dateTime = at;
    bubble.append(time);
    log.append(bubble);
    if (buttons.length === 0) return;
    const presses = make('div', 'presses');
    for (const label of buttons) {
      const button = make('button', '', label);
      button.type = 'button';
      button.addEventListener('click', () => act(channel, { act: 'press', person: person(), label }));
      presses.append(button);
    }
    (channel === 'telegram' ? log : bubble).append(presses);
  };
  const showConversation = () => {
    stopTyping();
    for (const each of [...log.children]) if (!each.matches('.empty')) each.remove();
    for (const entry of conversations[person()] ?? []) showEntry(entry);
    scrollDown();
  };

  form.addEventListener('submit', async (event) => {
    event.preventDefault();
    const text = form.elements.text.value.trim();
    if (text === '') return;
    form.elements.text.value = '';
    if (!(await act(channel, { act: 'say', person: person(), text }))) form.elements.text.value = text;
  });
  picker.addEventListener('change', () => {
    delete unread[person()];
    listPeople();
    showConversation();
  });
  find('[data-add]').addEventListener('click', () => {
    const known = [...picker.options].map(({ value }) => value);
    listPeople(NAMES.find((each) => !known.includes(each)) ?? `Người thứ ${known.length + 1}`);
    showConversation();
  });
  root.addEventListener('click', async ({ target }) => {
    const button = target.closest('[data-act]');
    if (!button) return;
    const { act: what, kind, fault } = button.dataset;
    if (button.hasAttribute('aria-pressed')) {
      const isOn = button.getAttribute('aria-pressed') !== 'true';
      if (await act(channel, { act: what, isOn })) button.setAttribute('aria-pressed', String(isOn));
    } else if (await act(channel, { act: what, person: person(), kind, fault })) {
      if (what === 'fail') tell(`${name}: tin kế tiếp của sổ tay sẽ gặp “${button.textContent}”.`);
      if (what === 'revoke') tell('Đã rút quyền: tin kế tiếp của sổ tay sẽ bị từ chối.');
    }
  });

  const showReading = ({ switches, counts }, { channels, depth, grant }) => {
    for (const [what, isOn] of Object.entries(switches)) {
      find(`[data-act=${what}]`).setAttribute('aria-pressed', String(isOn));
    }
    const sum = (tally) => Object.values(tally).reduce((all, each) => all + each, 0);
    const rows = [
      ['lượt gọi', sum(counts.calls)],
      ['tin hiện ra', counts.shown],
      ['chưa giao xong', counts.undelivered],
      ['gọi sai luật', sum(counts.refusals), true],
      ['gọi khi phải chờ', counts.callsDuringPause, true],
      ['tệp bị tải về', counts.downloads, true],
    ];
    find('.readings').replaceChildren(
      ...rows.map(([words, count, isFault]) =>
        make('div', isFault && count > 0 ? 'bad' : '', '', make('dt', '', words), make('dd', '', String(count))),
      ),
    );
    const refusals = Object.entries(counts.refusals).map(([words, count]) => `${words} (${count})`);
    find('.refusals').hidden = refusals.length === 0;
    find('.refusals').textContent = refusals.join('; ');

    const { troubles } = channels.find((each) => each.name === channel);
    const state =
      troubles.length === 0
        ? make('strong', '', 'bình thường')
        : make('strong', 'bad-words', troubles.map(({ kind }) => TROUBLES[kind] ?? kind).join(', '));
    const waiting = depth.find((each) => each.channel === channel);
    const words = waiting
      ? `Đang chờ: ${waiting.events} tin chưa trả lời, ${waiting.replies} câu chưa gửi.`
      : 'Không có gì đang chờ.';
    find('.status').replaceChildren('Sổ tay thấy kênh này: ', state, `. ${words}`);
    if (channel !== 'zalo-oa' || grant?.status === 'granted') return;
    const link = make('a', '', 'Kết nối lại OA như quản trị viên');
    Object.assign(link, { href: '/ket-noi-oa', target: '_blank', rel: 'noopener' });
    find('.status').append(' ', link);
  };

  listPeople();
  return {
    root,
    say: (text) => act(channel, { act: 'say', person: person(), text }),
    showAll(given) {
      conversations = given;
      unread = {};
      listPeople();
      showConversation();
    },
    showEntry(who, entry) {
      conversations[who] = [...(conversations[who] ?? []), entry];
      if (who === person()) {
        showEntry(entry, true);
        scrollDown();
      } else {
        if (entry.from === 'service') unread[who] = (unread[who] ?? 0) + 1;
        listPeople();
      }
    },
    showTyping(who) {
      if (who !== person()) return;
      stopTyping();
      subtitle.textContent = 'đang nhập…';
      const dots = make('p', 'bubble typing', '', ...['', '', ''].map(() => document.createElement('i')));
      dots.setAttribute('aria-hidden', 'true');
      log.append(dots);
      scrollDown();
      typingTimer = setTimeout(stopTyping, TYPING_MS);
    },
    showReading,
  };
}

const phones = new Map(PHONES.map((each) => [each.channel, openPhone(each)]));
document.querySelector('main').append(...[...phones.values()].map(({ root }) => root));
document
  .querySelector('.jump')
  .append(...PHONES.map(({ channel, name }) => Object.assign(make('a', '', name), { href: `#${channel}` })));
document.getElementById('all').addEventListener('submit', (event) => {
  event.preventDefault();
  const text = event.target.elements.text.value.trim();
  if (text !== '') for (const phone of phones.values()) phone.say(text);
});

const happenings = new EventSource('/dien-bien');
const on = (type, show) => happenings.addEventListener(type, ({ data }) => show(JSON.parse(data)));
on('conversations', (said) => {
  for (const [channel, phone] of phones) phone.showAll(said[channel]);
});
on('entry', ({ channel, person, entry }) => phones.get(channel).showEntry(person, entry));
on('typing', ({ channel, person }) => phones.get(channel).showTyping(person));
on('reading', ({ phones: readings, service }) => {
  for (const reading of readings) phones.get(reading.channel).showReading(reading, service);
  const counted = Object.entries(service.counts).map(([name, count]) => `${COUNTED[name] ?? name}: ${count}`);
  document.getElementById('counted').textContent = counted.length > 0 ? `Sổ tay đã đếm: ${counted.join(' · ')}` : '';
});
