/**
 * Ordinary speech that official texts hardly use: the mark model learns it beside the corpus, so that `vang mat` is
 * read as vắng mặt and not as vàng mất.
 */
const PHRASES = `
thì có bị | thì bị | thì ai | thì sao | thì phải làm gì | nếu không | nếu bị | nếu làm | kể hết | kể tên
kể giúp | liệt kê | đồng chí | một đồng chí | các đồng chí | cần bao nhiêu người | người đồng ý
đồng ý thì | có chỗ | chỗ nào | chỗ làm | lại viết | viết cho | viết bài | mới nhất | điểm mới | cái mới
biên bản | vắng mặt | có mặt | vắng họp | đi họp | giờ họp | cuộc họp | họp chi bộ | sinh hoạt chi bộ
đánh bạc | ăn tiền | đánh bạc ăn tiền | cờ bạc | uống rượu | say rượu | nhậu nhẹt | đi nhậu | nhận quà
biếu quà | tặng quà | tặng kỷ niệm chương | được tặng | được nhận | nhận bao nhiêu | tự xin từ chức
xin từ chức | nên tự xin | có nên | lãnh đạo nên | nghỉ hưu | về hưu | đã về hưu | nghỉ việc | nghỉ làm
nghỉ phép | nghỉ bù | giờ nghỉ | đi làm | việc làm | tìm việc | mất việc | bị mất | bị sập | bị hỏng
bị mất thẻ | làm mất | làm lại thẻ | thẻ đảng | thẻ đoàn viên | đi vay | vay tiền | cho vay | vay vốn
quỹ trợ vốn | trợ cấp | tiền phúng viếng | thăm hỏi ốm đau | ốm đau | đau ốm | sinh con | con ốm
nhà tôi | mẹ tôi | bố tôi | vợ chồng | con cái | của chồng | chồng em | vợ tôi | bạn tôi | mọi người
mỗi người | mấy người | mấy năm | mấy tháng | mấy ngày | mấy lần | mấy cái | trước khi | sau khi
trong khi | từ khi | kể từ | cho đến | đến khi | tới khi | sắp tới | hạn cuối | hạn chót | hôm trước
lần đầu | lần đầu tiên | đầu tiên | cuối cùng | bắt đầu | ở trên | ở dưới | bên nào | bên ngoài
bên trong | tất cả | có tất cả | nhiều nhất | ít nhất | cao nhất | đông dân nhất | lớn nhất
đưa lên mạng | đưa vào dùng | đưa ra | dựa vào | căn cứ vào | dẫn ra | được dẫn | kéo dài | gợi ý
chuyển sang | chuyển với | nói chuyện | trò chuyện | nói xấu | nói dối | tin đồn | tin nhắn | gọi điện
số điện thoại | trang web | mạng xã hội | máy móc | máy tính | bàn làm việc | bàn về | thảo luận
rải giấy | giấy tờ | giấy giới thiệu | đơn từ | đơn giấu tên | giấu tên | nặc danh | đơn thư | nộp đơn
nộp tiền | đóng tiền | đóng góp | nộp hồ sơ | hồ sơ gồm | phong bì | lề trái | cỡ chữ | phông chữ
đóng dấu | chữ ký | độ mật | mức độ | tỷ lệ | tỉ lệ | số đầu | ra số đầu | báo chí | danh hiệu
trọng tài | lao động | công nhân đỏ | số người | dân số | diện tích | vuông | còn nợ | nợ tiền
không trả | phải trả | bội chi | thu chi | chi tiêu | chỉ tiêu | bao nhiêu chỉ tiêu | giao mấy chỉ tiêu
giao chỉ tiêu | giao cho ai | giao cho | giao bộ nào | đụng với | va chạm | trái với | vẫn còn
còn được | chứ không | có đúng | đứng ra | đứng cạnh | người dùng | dùng để | vì lũ lụt | lũ lụt
thiên tai | nằm trong | nằm ở đâu | lung tung | khắt khe | thường xuyên | phản ánh | phản đối | bất mãn
chê bai | mắng | bịa chuyện | bôi xấu | xúi người khác | đòi lại | đòi hỏi | đổi mới | thay đổi
đổi chỗ | chủ nhật | thứ bảy | thứ hai
`;

export const EVERYDAY_PHRASES: readonly string[] = PHRASES.split(/[|\n]/)
  .map((phrase) => phrase.trim())
  .filter((phrase) => phrase !== '');
